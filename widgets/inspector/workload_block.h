#pragma once

#include <QWidget>
#include <memory>

#include "widgets/inspector/figure_block.h"
#include "widgets/inspector/page.h"
#include "widgets/inspector/param_form.h"

namespace headroom::widgets {

class LatencyTable;

/// One workload of a source: its fields, and what becomes of its requests.
class WorkloadBlock : public QWidget {
    Q_OBJECT

  public:
    WorkloadBlock(InspectorContext& context, const RecordRef& workload, bool removable, QWidget* parent);

    void refreshDesign();
    void refreshResults();

  private:
    InspectorContext& context_;
    RecordRef workload_;
    ParamForm* form_;
    std::unique_ptr<FigureBlock<results::WorkloadResult>> figures_;
    LatencyTable* latency_;
};

}  // namespace headroom::widgets
