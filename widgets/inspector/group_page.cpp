#include "widgets/inspector/group_page.h"

#include <QVBoxLayout>

#include "core/edit/edits.h"
#include "widgets/common/text.h"
#include "widgets/inspector/identity_header.h"
#include "widgets/inspector/paragraph_editor.h"

namespace headroom::widgets {

GroupPage::GroupPage(InspectorContext& context, const QSet<QString>& selection, QWidget* parent)
    : Page(parent),
      context_(context),
      selection_(selection),
      header_(new IdentityHeader(context.look, this)),
      note_(
          new ParagraphEditor(tr("Text of the note"), tr("Markdown: # title, **bold**, - list"), 12, this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(header_);
    column->addWidget(note_);
    note_->setObjectName(QStringLiteral("noteText"));
    note_->layout()->setContentsMargins(12, 0, 12, 0);
    connect(note_, &ParagraphEditor::edited, this, [this] { setNote(note_->text()); });
    connect(note_, &ParagraphEditor::gestureBegan, this,
            [this] { context_.document.openMark(tr("Edit note")); });
    connect(note_, &ParagraphEditor::gestureEnded, &context_.document, &Document::closeMark);
    connect(header_, &IdentityHeader::renamed, this, [this](const QString& name) {
        context_.document.perform(tr("Rename"), [&](model::Transaction& transaction) {
            return edit::rename(transaction, selection_.begin()->toStdString(), name.toStdString());
        });
    });
    refreshDesign();
}

bool GroupPage::rebind(const QSet<QString>& selection) {
    if (selection_ != selection) {
        // What was being typed belongs to the one before.
        note_->endGesture();
    }
    selection_ = selection;
    refreshDesign();
    return true;
}

void GroupPage::setNote(const QString& text) {
    const auto done = context_.document.perform(tr("Edit note"), [&](model::Transaction& transaction) {
        return edit::setNote(transaction, selection_.begin()->toStdString(), text.toStdString());
    });
    note_->setBroken(!done);
}

QString GroupPage::kindLabel(const std::string& kind) const {
    for (const catalog::Option& option : context_.document.catalog().groupKinds()) {
        if (option.value == kind) {
            return toQt(option.label);
        }
    }
    return toQt(kind);
}

void GroupPage::refreshDesign() {
    const model::Design& design = context_.document.design();
    const auto note =
        selection_.size() == 1 ? design.notes().find(selection_.begin()->toStdString()) : nullptr;
    note_->setVisible(note != nullptr);
    if (note) {
        note_->setText(toQt(note->text));
        header_->setName(tr("Note"), {}, false);
        header_->setDescription(toQt(note->id));
        return;
    }
    const auto group =
        selection_.size() == 1 ? design.groups().find(selection_.begin()->toStdString()) : nullptr;
    if (group) {
        header_->setName(toQt(group->label), toQt(group->id), true);
        header_->setDescription(QStringLiteral("%1 · %2").arg(kindLabel(group->kind), toQt(group->id)));
        return;
    }
    header_->setName(tr("%1 selected").arg(selection_.size()), {}, false);
    header_->setDescription({});
}

}  // namespace headroom::widgets
