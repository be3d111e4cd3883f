#include "widgets/inspector/component_page.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/numbers.h"
#include "core/edit/edits.h"
#include "widgets/common/text.h"
#include "widgets/inspector/call_list.h"
#include "widgets/inspector/capacity_row.h"
#include "widgets/inspector/finding_list.h"
#include "widgets/inspector/identity_header.h"
#include "widgets/inspector/insight_block.h"
#include "widgets/inspector/latency_table.h"
#include "widgets/inspector/preset_button.h"
#include "widgets/inspector/section_stack.h"
#include "widgets/inspector/workload_block.h"

namespace headroom::widgets {

using results::ComponentResult;

namespace {

std::vector<RecordRef> recordsOf(const std::vector<Id>& ids) {
    std::vector<RecordRef> records;
    for (const Id& id : ids) {
        records.push_back({RecordRef::Table::component, id, {}});
    }
    return records;
}

std::vector<Id> componentsOf(const model::Design& design, const QSet<QString>& selection) {
    std::vector<Id> ids;
    for (const auto& component : design.components()) {
        if (selection.contains(toQt(component->id))) {
            ids.push_back(component->id);
        }
    }
    return ids;
}

}  // namespace

ComponentPage::ComponentPage(InspectorContext& context, const QSet<QString>& selection, QWidget* parent)
    : Page(parent),
      context_(context),
      header_(new IdentityHeader(context.look, this)),
      presets_(new PresetButton(context, this)),
      findings_(new FindingList(context.document, context.look)),
      sections_(new SectionStack(context.look, context.folded, this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* presetRow = new QHBoxLayout;
    presetRow->setContentsMargins(columns::dot, 0, 12, 4);
    presetRow->addWidget(presets_);
    presetRow->addStretch(1);
    column->addWidget(header_);
    column->addLayout(presetRow);
    column->addWidget(sections_);
    connect(header_, &IdentityHeader::renamed, this, &ComponentPage::rename);

    bind(selection);
    shape_ = shapeOf(selection);
    const auto& document = context_.document;
    const Subject subject = Subject::of(document.design(), document.catalog(), recordsOf(ids_));
    if (ids_.size() == 1 && document.catalog().kind(single()->kind) != nullptr) {
        buildResults();
        buildInsight();
    }
    form_ = new ParamForm(
        context_.document, context_.look, subject,
        [this](const catalog::ParamSpec& spec) { return sections_->content(toQt(spec.section)); }, this);
    if (ids_.size() == 1) {
        buildWorkloads();
        buildAbout();
    }
    sections_->titled(QStringLiteral("findings"), tr("Findings"))->addWidget(findings_);
    refreshDesign();
    refreshResults();
}

ComponentPage::~ComponentPage() = default;

void ComponentPage::bind(const QSet<QString>& selection) {
    ids_ = componentsOf(context_.document.design(), selection);
}

QString ComponentPage::shapeOf(const QSet<QString>& selection) const {
    const auto& document = context_.document;
    const std::vector<Id> ids = componentsOf(document.design(), selection);
    QString shape = Subject::of(document.design(), document.catalog(), recordsOf(ids)).shape();
    shape += QStringLiteral("×%1").arg(qMin<std::size_t>(ids.size(), 2));
    if (ids.size() == 1) {
        const auto component = document.design().components().find(ids.front());
        for (const model::Workload& workload : component->workloads) {
            shape += QLatin1Char('/') + toQt(component->id + "." + workload.id);
        }
    }
    return shape;
}

bool ComponentPage::rebind(const QSet<QString>& selection) {
    const std::vector<Id> ids = componentsOf(context_.document.design(), selection);
    if (ids.empty() || shapeOf(selection) != shape_) {
        return false;
    }
    bind(selection);
    form_->setSubject(Subject::of(context_.document.design(), context_.document.catalog(), recordsOf(ids_)));
    refreshDesign();
    refreshResults();
    return true;
}

std::shared_ptr<const model::Component> ComponentPage::single() const {
    return ids_.size() == 1 ? context_.document.design().components().find(ids_.front()) : nullptr;
}

void ComponentPage::buildResults() {
    const auto& document = context_.document;
    const catalog::Behavior* behavior = document.catalog().behaviorOfKind(single()->kind);
    if (behavior != nullptr && (behavior->originates || !behavior->computed)) {
        return;  // its workloads have the figures, or there are none
    }
    QVBoxLayout* capacity = sections_->content(QStringLiteral("capacity"));
    utilization_ =
        new FigureRow(context_.look, tr("Utilization"),
                      tr("Busy workers over all workers. Act at 70 %: above it, queues grow quickly."));
    capacity->addWidget(utilization_);
    capacity_ = new CapacityRow(context_, capacity, this);
    figures_ = std::make_unique<FigureBlock<ComponentResult>>(
        context_.look, componentFigures(),
        [this](const QString& section) { return sections_->content(section); });
    latency_ = new LatencyTable(context_.look);
    sections_->content(QStringLiteral("latency"))->addWidget(latency_);
    availability_ = new FigureRow(context_.look, tr("Availability"), tr("Share of time that it is up."));
    availability_->hide();
    sections_->content(QStringLiteral("reliability"))->addWidget(availability_);
}

void ComponentPage::buildInsight() {
    const catalog::Behavior* behavior = context_.document.catalog().behaviorOfKind(single()->kind);
    if (behavior != nullptr && behavior->computed) {
        insight_ = new InsightBlock(context_, *sections_, behavior->originates, this);
    }
}

void ComponentPage::buildWorkloads() {
    const auto component = single();
    const catalog::Behavior* behavior = context_.document.catalog().behaviorOfKind(component->kind);
    if (behavior == nullptr || !behavior->originates) {
        return;
    }
    for (const model::Workload& workload : component->workloads) {
        QVBoxLayout* content =
            sections_->titled(toQt("workload:" + workload.id), tr("Workload %1").arg(toQt(workload.id)));
        auto* block = new WorkloadBlock(context_, {RecordRef::Table::workload, component->id, workload.id},
                                        component->workloads.size() > 1, content->parentWidget());
        content->addWidget(block);
        workloads_.push_back(block);
    }
    auto* add = new QPushButton(tr("Add workload"), this);
    add->setProperty("role", QStringLiteral("plain"));
    add->setObjectName(QStringLiteral("addWorkload"));
    connect(add, &QPushButton::clicked, this, &ComponentPage::addWorkload);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(columns::dot, 4, 12, 8);
    row->addWidget(add);
    row->addStretch(1);
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

void ComponentPage::buildAbout() {
    // Whose callees are alternatives, chosen by a policy, makes no calls one after the other.
    const catalog::Kind* kind = context_.document.catalog().kind(single()->kind);
    const catalog::Behavior* behavior = context_.document.catalog().behaviorOfKind(single()->kind);
    if (kind != nullptr && behavior->computed && catalog::findSpec(kind->params, "policy") == nullptr) {
        calls_ = new CallList(context_);
        sections_->content(QStringLiteral("calls"))->addWidget(calls_);
    }
    openLink_ = new QPushButton(tr("Open link"), this);
    openLink_->setObjectName(QStringLiteral("openLink"));
    openLink_->setProperty("role", QStringLiteral("plain"));
    connect(openLink_, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(link()); });
    sections_->content(QStringLiteral("about"))->addWidget(openLink_, 0, Qt::AlignRight);
}

QUrl ComponentPage::link() const {
    const auto component = single();
    const json::Value* text = component ? component->params.find("link") : nullptr;
    const QUrl url(text != nullptr ? toQt(text->text()) : QString(), QUrl::StrictMode);
    // A file comes from anywhere: it must not start programs.
    const bool web = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    return url.isValid() && web && !url.host().isEmpty() ? url : QUrl();
}

void ComponentPage::addWorkload() {
    context_.document.perform(tr("Add workload"), [&](model::Transaction& transaction) -> Result<> {
        const auto id = edit::addWorkload(transaction, context_.document.catalog(), ids_.front());
        return id ? Result<>() : failure(id.error());
    });
}

void ComponentPage::rename(const QString& name) {
    context_.document.perform(tr("Rename"), [&](model::Transaction& transaction) {
        return edit::rename(transaction, ids_.front(), name.toStdString());
    });
    refreshHeader();
}

void ComponentPage::refreshHeader() {
    const auto& catalog = context_.document.catalog();
    const auto component = single();
    if (!component) {
        header_->setKind(nullptr);
        header_->setName(tr("%1 components").arg(ids_.size()), {}, false);
        header_->setDescription(tr("edited together"));
        presets_->setComponents(nullptr, {});
        return;
    }
    const catalog::Kind* kind = catalog.kind(component->kind);
    header_->setKind(kind);
    header_->setName(toQt(component->label), toQt(kind != nullptr ? kind->label : component->kind), true);
    const QString what =
        kind != nullptr ? toQt(kind->label) : tr("Kind “%1” is not installed").arg(toQt(component->kind));
    header_->setDescription(QStringLiteral("%1 · %2").arg(what, toQt(component->id)),
                            kind != nullptr
                                ? toQt(kind->help)
                                : tr("Its settings are kept as they are, and saved back untouched."));
    presets_->setComponents(kind, ids_);
}

void ComponentPage::refreshDesign() {
    refreshHeader();
    form_->refresh();
    if (capacity_ != nullptr) {
        capacity_->setComponent(toQt(ids_.front()));
    }
    for (WorkloadBlock* block : workloads_) {
        block->refreshDesign();
    }
    if (calls_ != nullptr) {
        calls_->setCaller(ids_.front());
    }
    if (insight_ != nullptr) {
        insight_->setComponent(ids_.front());
    }
    if (openLink_ != nullptr) {
        openLink_->setVisible(!link().isEmpty());
    }
    sections_->hideEmpty();
}

void ComponentPage::refreshResults() {
    const auto results = context_.document.results();
    const bool stale = context_.document.stale();
    QSet<QString> about;
    for (const Id& id : ids_) {
        about.insert(toQt(id));
    }
    findings_->show(*results, about);
    for (WorkloadBlock* block : workloads_) {
        block->refreshResults();
    }
    const auto found = ids_.size() == 1 ? results->components.find(ids_.front()) : results->components.end();
    const ComponentResult* answer = found == results->components.end() ? nullptr : &found->second;
    header_->setStatus(answer != nullptr ? statusWord(answer->status) : QString(),
                       answer != nullptr ? statusInk(answer->status) : render::Token::text_secondary);
    if (utilization_ != nullptr) {
        showFigures(answer, stale);
    }
    sections_->hideEmpty();
}

void ComponentPage::showFigures(const ComponentResult* answer, bool stale) {
    const auto figure = [&](auto member) { return answer != nullptr ? answer->*member : results::Figure(); };
    const results::Figure asked = figure(&ComponentResult::offered_utilization);
    utilization_->setFigure(asked ? asked : figure(&ComponentResult::utilization), Unit::ratio);
    utilization_->setBar(asked ? *asked : figure(&ComponentResult::utilization).value_or(0));
    utilization_->setStale(stale);
    capacity_->show(figure(&ComponentResult::capacity_rps));
    figures_->show(answer, stale);
    latency_->setLines({{tr("Waiting"), answer != nullptr ? answer->wait_ms : results::Latency()},
                        {tr("Own time"), answer != nullptr ? answer->residence_ms : results::Latency()},
                        {tr("Response"), answer != nullptr ? answer->response_ms : results::Latency()}});
    latency_->setStale(stale);
    if (const results::Figure up = figure(&ComponentResult::availability)) {
        availability_->show();
        availability_->setText(toQt(formatAvailability(*up)));
    }
}

QWidget* ComponentPage::firstField() {
    const auto rows = sections_->findChildren<FieldRow*>();
    const auto seen = std::find_if(rows.begin(), rows.end(), [](FieldRow* row) { return row->isVisible(); });
    return seen != rows.end() ? static_cast<QWidget*>((*seen)->editor()) : header_->nameField();
}

}  // namespace headroom::widgets
