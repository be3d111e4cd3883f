#pragma once

#include <QTimer>
#include <vector>

#include "core/engine/solver/latency_curve.h"
#include "widgets/charts/chart_page.h"
#include "widgets/common/background.h"

class QLineSeries;

namespace headroom::widgets {

/// What share of the answers takes longer than how long, down to one in ten thousand, with the percentiles
/// marked. Where a few workloads differ, theirs are drawn too.
class DistributionChart : public ChartPage {
    Q_OBJECT

  public:
    DistributionChart(Document& document, Look& look, QWidget* parent = nullptr);

    void refresh() override;
    bool abandon() override;
    void relabel() override;
    [[nodiscard]] CsvTable table() const override;

  protected:
    void dress() override;
    void paintMarks(QPainter& painter) override;

  private:
    using Curves = engine::LatencyCurves;

    void show(const std::shared_ptr<const Curves>& curves);
    void fill();
    [[nodiscard]] QString verdict() const;
    /// The curves that are drawn: the first is the system's.
    [[nodiscard]] std::size_t drawn() const;
    struct Named {
        QPointF mark;
        QString text;
        render::Token ink;
        bool percentile;
    };
    [[nodiscard]] QList<Named> percentileMarks() const;
    [[nodiscard]] QList<Named> workloadEnds() const;
    void paintDeadlines(QPainter& painter) const;
    /// Percentiles and workloads, no two of them over each other.
    void paintNames(QPainter& painter) const;

    std::vector<QLineSeries*> series_;
    std::shared_ptr<const Curves> curves_;
    Background<Curves> background_;
    QTimer patience_;
};

}  // namespace headroom::widgets
