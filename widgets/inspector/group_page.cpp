#include "widgets/inspector/group_page.h"

#include <QVBoxLayout>

#include "core/edit/edits.h"
#include "widgets/common/text.h"
#include "widgets/inspector/identity_header.h"
#include "widgets/inspector/paragraph_editor.h"
#include "widgets/inspector/round_trips.h"
#include "widgets/inspector/section_stack.h"

namespace headroom::widgets {

GroupPage::GroupPage(InspectorContext& context, const QSet<QString>& selection, QWidget* parent)
    : Page(parent),
      context_(context),
      selection_(selection),
      header_(new IdentityHeader(context.look, this)),
      note_(new ParagraphEditor(tr("Text of the note"), tr("Markdown: # title, **bold**, - list"), 12, this)),
      sections_(new SectionStack(context.look, context.folded, this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(header_);
    column->addWidget(note_);
    column->addWidget(sections_);
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
    if (const Id frame = frameOf(selection); !frame.empty()) {
        buildForm(frame);
    }
    refreshDesign();
}

Id GroupPage::frameOf(const QSet<QString>& selection) const {
    const Id id = selection.size() == 1 ? selection.begin()->toStdString() : Id();
    return context_.document.design().groups().contains(id) ? id : Id();
}

void GroupPage::buildForm(const Id& frame) {
    const auto& document = context_.document;
    roundTrips_ = new RoundTrips(context_, this);
    sections_->content(QStringLiteral("latency"))->addWidget(roundTrips_);
    form_ = new ParamForm(
        context_.document, context_.look,
        Subject::of(document.design(), document.catalog(), {{RecordRef::Table::group, frame, {}}}),
        [this](const catalog::ParamSpec& spec) { return sections_->content(toQt(spec.section)); }, this);
}

bool GroupPage::rebind(const QSet<QString>& selection) {
    const Id frame = frameOf(selection);
    if (frame.empty() != (form_ == nullptr)) {
        return false;
    }
    if (selection_ != selection) {
        // What was being typed belongs to the one before.
        note_->endGesture();
    }
    selection_ = selection;
    if (form_ != nullptr && form_->subject().records().front().id != frame) {
        const auto& document = context_.document;
        form_->setSubject(
            Subject::of(document.design(), document.catalog(), {{RecordRef::Table::group, frame, {}}}));
    }
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
        roundTrips_->setGroup(group->id);
        form_->refresh();
        sections_->hideEmpty();
        return;
    }
    header_->setName(tr("%1 selected").arg(selection_.size()), {}, false);
    header_->setDescription({});
}

}  // namespace headroom::widgets
