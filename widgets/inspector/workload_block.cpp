#include "widgets/inspector/workload_block.h"

#include <QPushButton>
#include <QVBoxLayout>

#include "core/edit/edits.h"
#include "widgets/common/text.h"
#include "widgets/inspector/latency_table.h"

namespace headroom::widgets {

WorkloadBlock::WorkloadBlock(InspectorContext& context, const RecordRef& workload, bool removable,
                             QWidget* parent)
    : QWidget(parent),
      context_(context),
      workload_(workload),
      latency_(new LatencyTable(context.look, this)) {
    setObjectName(QStringLiteral("workload:") + toQt(workload.workload));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    const auto here = [column](const auto&) { return column; };
    const auto& document = context_.document;
    form_ = new ParamForm(context_.document, context_.look,
                          Subject::of(document.design(), document.catalog(), {workload}), here, this);
    figures_ = std::make_unique<FigureBlock<results::WorkloadResult>>(context_.look, workloadFigures(), here);
    column->addWidget(latency_);
    if (removable) {
        auto* remove = new QPushButton(tr("Remove %1").arg(toQt(workload.workload)), this);
        remove->setProperty("role", QStringLiteral("plain"));
        connect(remove, &QPushButton::clicked, this, [this] {
            context_.document.perform(
                tr("Remove workload %1").arg(toQt(workload_.workload)), [&](model::Transaction& transaction) {
                    return edit::removeWorkload(transaction, workload_.id, workload_.workload);
                });
        });
        auto* row = new QHBoxLayout;
        row->setContentsMargins(columns::dot, 4, 12, 0);
        row->addWidget(remove);
        row->addStretch(1);
        column->addLayout(row);
    }
}

void WorkloadBlock::refreshDesign() {
    form_->refresh();
}

void WorkloadBlock::refreshResults() {
    const auto results = context_.document.results();
    const auto found = results->workloads.find(workload_.id + "." + workload_.workload);
    const bool there = found != results->workloads.end();
    const bool stale = context_.document.stale();
    figures_->show(there ? &found->second : nullptr, stale);
    latency_->setLines({{tr("Latency"), there ? found->second.latency_ms : results::Latency()}});
    latency_->setStale(stale);
}

}  // namespace headroom::widgets
