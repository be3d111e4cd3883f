#include "widgets/inspector/group_page.h"

#include <QVBoxLayout>

#include "core/edit/edits.h"
#include "widgets/common/text.h"
#include "widgets/inspector/identity_header.h"

namespace headroom::widgets {

GroupPage::GroupPage(InspectorContext& context, const QSet<QString>& selection, QWidget* parent)
    : Page(parent),
      context_(context),
      selection_(selection),
      header_(new IdentityHeader(context.look, this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(header_);
    connect(header_, &IdentityHeader::renamed, this, [this](const QString& name) {
        context_.document.perform(tr("Rename"), [&](model::Transaction& transaction) {
            return edit::rename(transaction, selection_.begin()->toStdString(), name.toStdString());
        });
    });
    refreshDesign();
}

bool GroupPage::rebind(const QSet<QString>& selection) {
    selection_ = selection;
    refreshDesign();
    return true;
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
