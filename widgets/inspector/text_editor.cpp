#include "widgets/inspector/text_editor.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QStyle>

#include "widgets/common/text.h"

namespace headroom::widgets {

TextEditor::TextEditor(const catalog::ParamSpec& spec, QWidget* parent)
    : ParamEditor(parent), placeholder_(toQt(spec.placeholder)), field_(new QLineEdit(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(field_);
    setFocusProxy(field_);
    field_->setAccessibleName(toQt(spec.label));
    connect(field_, &QLineEdit::editingFinished, this, &TextEditor::commit);
}

void TextEditor::commit() {
    if (!field_->isModified()) {
        return;
    }
    field_->setModified(false);
    const QString typed = field_->text().trimmed();
    emit edited(typed.isEmpty() ? json::Value() : json::Value(typed.toStdString()));
}

void TextEditor::show(const FieldState& state) {
    field_->setPlaceholderText(state.mixed ? tr("mixed") : placeholder_);
    const QString text = state.mixed ? QString() : toQt(state.own.text());
    if (!field_->isModified() && field_->text() != text) {
        field_->setText(text);
    }
}

void TextEditor::setBroken(bool broken) {
    field_->setProperty("broken", broken);
    field_->style()->unpolish(field_);
    field_->style()->polish(field_);
}

}  // namespace headroom::widgets
