#include "widgets/inspector/connection_page.h"

#include <QVBoxLayout>
#include <algorithm>

#include "widgets/common/names.h"
#include "widgets/common/text.h"
#include "widgets/inspector/finding_list.h"
#include "widgets/inspector/identity_header.h"
#include "widgets/inspector/latency_table.h"
#include "widgets/inspector/section_stack.h"

namespace headroom::widgets {

using results::ConnectionResult;

ConnectionPage::ConnectionPage(InspectorContext& context, const QSet<QString>& selection, QWidget* parent)
    : Page(parent),
      context_(context),
      header_(new IdentityHeader(context.look, this)),
      findings_(new FindingList(context.document, context.look)),
      sections_(new SectionStack(context.look, context.folded, this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header_);
    column->addWidget(sections_);
    const auto place = [this](const QString& section) { return sections_->content(section); };
    const auto& document = context_.document;
    const auto records = recordsOf(selection);
    const bool figured = records.size() == 1 && isComputed(records.front().id);
    if (figured) {
        figures_ = std::make_unique<FigureBlock<ConnectionResult>>(context_.look, connectionFigures(), place);
    }
    form_ = new ParamForm(
        context_.document, context_.look, Subject::of(document.design(), document.catalog(), records),
        [place](const catalog::ParamSpec& spec) { return place(toQt(spec.section)); }, this);
    if (figured) {
        latency_ = new LatencyTable(context_.look);
        place(QStringLiteral("latency"))->addWidget(latency_);
    }
    sections_->titled(QStringLiteral("findings"), tr("Findings"))->addWidget(findings_);
    refreshDesign();
    refreshResults();
}

ConnectionPage::~ConnectionPage() = default;

std::vector<RecordRef> ConnectionPage::recordsOf(const QSet<QString>& selection) const {
    std::vector<RecordRef> records;
    for (const auto& connection : context_.document.design().connections()) {
        if (selection.contains(toQt(connection->id))) {
            records.push_back({RecordRef::Table::connection, connection->id, {}});
        }
    }
    return records;
}

bool ConnectionPage::rebind(const QSet<QString>& selection) {
    const auto& document = context_.document;
    const auto records = recordsOf(selection);
    Subject subject = Subject::of(document.design(), document.catalog(), records);
    const bool wasSingle = form_->subject().records().size() == 1;
    if (records.empty() || subject.shape() != form_->subject().shape() ||
        wasSingle != (records.size() == 1)) {
        return false;
    }
    form_->setSubject(std::move(subject));
    refreshDesign();
    refreshResults();
    return true;
}

bool ConnectionPage::isComputed(const Id& connection) const {
    const model::Design& design = context_.document.design();
    const auto found = design.connections().find(connection);
    return found && context_.document.catalog().isComputed(design, *found);
}

QString ConnectionPage::endName(const Id& component) const {
    const auto found = context_.document.design().components().find(component);
    return found ? shownName(*found, context_.document.catalog()) : toQt(component);
}

void ConnectionPage::refreshDesign() {
    const auto& records = form_->subject().records();
    const auto connection = context_.document.design().connections().find(records.front().id);
    if (records.size() == 1 && connection) {
        header_->setName(QStringLiteral("%1 → %2").arg(endName(connection->from), endName(connection->to)),
                         {}, false);
        header_->setDescription(
            QStringLiteral("%1 · %2").arg(toQt(context_.document.catalog().connectionLabel(connection->kind)),
                                          toQt(connection->id)),
            isComputed(connection->id) ? QString()
                                       : tr("An arrow on the drawing; nothing is computed for it."));
    } else {
        header_->setName(tr("%1 connections").arg(records.size()), {}, false);
        header_->setDescription(tr("edited together"));
    }
    form_->refresh();
}

void ConnectionPage::refreshResults() {
    const auto results = context_.document.results();
    const auto& records = form_->subject().records();
    QSet<QString> about;
    for (const RecordRef& record : records) {
        about.insert(toQt(record.id));
    }
    findings_->show(*results, about);
    if (figures_ != nullptr) {
        showFigures(*results);
    }
    sections_->hideEmpty();
}

void ConnectionPage::showFigures(const results::Results& results) {
    const auto& records = form_->subject().records();
    const auto found = results.connections.find(records.front().id);
    const ConnectionResult* answer = found == results.connections.end() ? nullptr : &found->second;
    const bool stale = context_.document.stale();
    figures_->show(answer, stale);
    latency_->setLines({{tr("Call"), answer != nullptr ? answer->latency_ms : results::Latency()}});
    latency_->setStale(stale);
}

QWidget* ConnectionPage::firstField() {
    const auto rows = sections_->findChildren<FieldRow*>();
    const auto seen = std::find_if(rows.begin(), rows.end(), [](FieldRow* row) { return row->isVisible(); });
    return seen != rows.end() ? (*seen)->editor() : nullptr;
}

}  // namespace headroom::widgets
