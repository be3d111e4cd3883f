#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "widgets/common/csv_table.h"
#include "widgets/common/document.h"
#include "widgets/common/look.h"
#include "widgets/timeline/simulation_feed.h"
#include "widgets/timeline/waterfall.h"

class QLabel;
class QPushButton;

namespace headroom::widgets {

class ChoiceField;
class WaterfallChart;
class WaterfallKey;

/// One request of the last run as a waterfall: of a workload, one as long as the median or as the 99th
/// percentile.
class RequestView : public QWidget {
    Q_OBJECT

  public:
    RequestView(Document& document, const SimulationFeed& feed, Look& look, QWidget* parent = nullptr);

    void show(Request request);
    [[nodiscard]] QString words() const;
    [[nodiscard]] CsvTable table() const;
    [[nodiscard]] WaterfallChart& chart() const { return *chart_; }

  private:
    void refresh();
    void refreshChart();
    [[nodiscard]] const results::Trace* trace() const;

    Document& document_;
    const SimulationFeed& feed_;
    std::shared_ptr<const engine::SimulationAnswer> answer_;  ///< that is shown
    std::vector<std::string> workloads_;
    Request request_ = Request::median;
    ChoiceField* workload_;
    QPushButton* median_;
    QPushButton* p99_;
    QLabel* words_;
    WaterfallKey* key_;
    WaterfallChart* chart_;
};

}  // namespace headroom::widgets
