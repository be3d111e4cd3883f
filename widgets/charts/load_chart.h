#pragma once

#include <QTimer>
#include <array>

#include "core/engine/sweep/load_sweep.h"
#include "widgets/charts/chart_page.h"
#include "widgets/common/background.h"

class QLineSeries;

namespace headroom::widgets {

/// p50 and p99 against the traffic, with the present load and the one at which the design breaks. Beyond that
/// the lines are dashed: queues grow there, and what is drawn is how long the wait has become by the end of
/// the time looked at.
class LoadChart : public ChartPage {
    Q_OBJECT

  public:
    LoadChart(Document& document, Look& look, QWidget* parent = nullptr);

    void refresh() override;
    bool abandon() override;
    void relabel() override;
    [[nodiscard]] CsvTable table() const override;

    /// What is drawn; null before the first answer.
    [[nodiscard]] const std::shared_ptr<const engine::sweep::LoadSweep>& sweep() const { return sweep_; }

  protected:
    void dress() override;
    void paintMarks(QPainter& painter) override;

  private:
    using Point = engine::sweep::Point;
    using Sweep = engine::sweep::LoadSweep;
    /// One percentile: a line up to the breaking point, and a dashed one beyond.
    struct Curve {
        const char* name;
        results::Figure results::Latency::*figure;
        QLineSeries* whole = nullptr;
        QLineSeries* broken = nullptr;
    };

    void show(const std::shared_ptr<const Sweep>& sweep);
    void fill(Curve& curve) const;
    [[nodiscard]] QString verdict() const;
    [[nodiscard]] QString breakingText() const;
    [[nodiscard]] QString nameOf(const std::optional<Id>& component) const;
    void paintBreakingPoint(QPainter& painter) const;
    void paintPresent(QPainter& painter) const;
    void paintNames(QPainter& painter) const;

    std::array<Curve, 2> curves_;
    std::shared_ptr<const Sweep> sweep_;
    Background<Sweep> background_;
    QTimer patience_;
};

}  // namespace headroom::widgets
