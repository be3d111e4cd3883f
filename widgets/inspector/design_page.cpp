#include "widgets/inspector/design_page.h"

#include <QLineEdit>
#include <QVBoxLayout>

#include "core/edit/edits.h"
#include "widgets/common/text.h"
#include "widgets/inspector/finding_list.h"
#include "widgets/inspector/identity_header.h"
#include "widgets/inspector/latency_table.h"
#include "widgets/inspector/section_stack.h"

namespace headroom::widgets {

DesignPage::DesignPage(InspectorContext& context, QWidget* parent)
    : Page(parent),
      context_(context),
      header_(new IdentityHeader(context.look, this)),
      findings_(new FindingList(context.document, context.look)),
      sections_(new SectionStack(context.look, context.folded, this)),
      latency_(new LatencyTable(context.look)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header_);
    column->addWidget(sections_);
    connect(header_, &IdentityHeader::renamed, this, [this](const QString& name) {
        context_.document.perform(tr("Rename the design"), [&](model::Transaction& transaction) {
            return edit::rename(transaction, {}, name.toStdString());
        });
    });
    const auto& document = context_.document;
    form_ = new ParamForm(
        context_.document, context_.look,
        Subject::of(document.design(), document.catalog(), {{RecordRef::Table::scenario, {}, {}}}),
        [this](const catalog::ParamSpec& spec) { return sections_->content(toQt(spec.section)); }, this);
    QVBoxLayout* system = sections_->titled(QStringLiteral("system"), tr("System"));
    figures_ = std::make_unique<FigureBlock<results::SystemResult>>(
        context_.look, systemFigures(), [system](const QString&) { return system; });
    system->addWidget(latency_);
    sections_->titled(QStringLiteral("findings"), tr("Findings"))->addWidget(findings_);
    refreshDesign();
    refreshResults();
}

DesignPage::~DesignPage() = default;

bool DesignPage::rebind(const QSet<QString>& selection) {
    if (!selection.isEmpty()) {
        return false;
    }
    refreshDesign();
    refreshResults();
    return true;
}

void DesignPage::refreshDesign() {
    const model::Design& design = context_.document.design();
    header_->setName(toQt(design.document().name), tr("Name of the design"), true);
    header_->setDescription(
        tr("%1 components, %2 connections").arg(design.components().size()).arg(design.connections().size()));
    form_->refresh();
}

void DesignPage::refreshResults() {
    const auto results = context_.document.results();
    const bool stale = context_.document.stale();
    findings_->show(*results, {});
    figures_->show(&results->system, stale);
    latency_->setLines({{tr("Latency"), results->system.latency_ms}});
    latency_->setStale(stale);
    sections_->hideEmpty();
}

QWidget* DesignPage::firstField() {
    return header_->nameField();
}

}  // namespace headroom::widgets
