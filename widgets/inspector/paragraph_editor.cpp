#include "widgets/inspector/paragraph_editor.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QStyle>

#include "widgets/common/text.h"

namespace headroom::widgets {

namespace {

constexpr int restMs = 1500;
constexpr int frame = 14;

}  // namespace

ParagraphEditor::ParagraphEditor(const QString& label, const QString& placeholder, int lines, QWidget* parent)
    : ParamEditor(parent), placeholder_(placeholder), field_(new QPlainTextEdit(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(field_);
    setFocusProxy(field_);
    field_->setProperty("role", QStringLiteral("field"));
    field_->setAccessibleName(label);
    field_->setPlaceholderText(placeholder_);
    field_->setTabChangesFocus(true);
    field_->setFixedHeight(lines * field_->fontMetrics().lineSpacing() + frame);
    field_->installEventFilter(this);
    rest_.setSingleShot(true);
    rest_.setInterval(restMs);
    connect(&rest_, &QTimer::timeout, this, &ParagraphEditor::endGesture);
    connect(field_, &QPlainTextEdit::textChanged, this, &ParagraphEditor::typed);
}

void ParagraphEditor::typed() {
    if (filling_) {
        return;
    }
    if (!inGesture_) {
        inGesture_ = true;
        emit gestureBegan();
    }
    rest_.start();
    const QString now = text();
    emit edited(now.isEmpty() ? json::Value() : json::Value(now.toStdString()));
}

void ParagraphEditor::endGesture() {
    rest_.stop();
    if (inGesture_) {
        inGesture_ = false;
        emit gestureEnded();
    }
}

QString ParagraphEditor::text() const {
    return field_->toPlainText();
}

void ParagraphEditor::setText(const QString& text) {
    // What is typed comes back as the design's text: then there is nothing to do, and the cursor stays.
    if (field_->toPlainText() != text) {
        filling_ = true;
        field_->setPlainText(text);
        filling_ = false;
    }
}

void ParagraphEditor::show(const FieldState& state) {
    field_->setPlaceholderText(state.mixed ? tr("mixed") : placeholder_);
    setText(state.mixed ? QString() : toQt(state.own.text()));
}

void ParagraphEditor::setBroken(bool broken) {
    field_->setProperty("broken", broken);
    field_->style()->unpolish(field_);
    field_->style()->polish(field_);
}

bool ParagraphEditor::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusOut) {
        endGesture();
    }
    return ParamEditor::eventFilter(watched, event);
}

void ParagraphEditor::hideEvent(QHideEvent* event) {
    endGesture();
    ParamEditor::hideEvent(event);
}

}  // namespace headroom::widgets
