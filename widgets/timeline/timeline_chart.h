#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "core/base/units.h"
#include "widgets/common/look.h"
#include "widgets/timeline/band_grip.h"
#include "widgets/timeline/phases.h"

namespace headroom::widgets {

/// Goodput, the 99th percentile and errors over the time of a run, below each other, with what happens behind
/// them and their figures before, during and after. The pointer reads a moment off; bands are moved and
/// stretched by the strip at their top.
class TimelineChart : public QWidget {
    Q_OBJECT

  public:
    explicit TimelineChart(Look& look, QWidget* parent = nullptr);

    void show(const engine::SimulationSeries& series, std::vector<Happening> happenings, double runS);
    /// The numbers are those of an older design.
    void setStale(bool stale);
    [[nodiscard]] const std::vector<Phase>& phases() const { return phases_; }
    [[nodiscard]] QSize sizeHint() const override { return {420, 190}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 120}; }

    /// What the figures were at a moment, in words: "25 s: goodput 9.94 k/s, p99 14.6 ms, errors 50.6 %".
    [[nodiscard]] QString momentText(double seconds) const;

  signals:
    /// A hand takes hold of an event, gives it other times, and lets go.
    void dragBegan();
    void dragged(const headroom::widgets::Happening& event);
    void dragEnded();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    /// One figure over time.
    struct Lane {
        QString name;
        Unit unit = Unit::none;
        render::Token ink = render::Token::accent;
        double stepS = 0;
        std::vector<results::Figure> values;
        results::Figure Phase::*summary;
        double most = 0;
    };

    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] QRectF laneRect(std::size_t lane) const;
    [[nodiscard]] double across(double seconds) const;
    [[nodiscard]] double secondsAt(double x) const;
    [[nodiscard]] std::optional<BandGrip> gripUnder(const QPointF& position) const;
    void paintMoment(QPainter& painter) const;
    void paintHappenings(QPainter& painter) const;
    void paintAxis(QPainter& painter) const;
    void paintLane(QPainter& painter, const Lane& lane, const QRectF& room) const;
    void paintCurve(QPainter& painter, const Lane& lane, const QRectF& room) const;
    void paintSummary(QPainter& painter, const Lane& lane, const QRectF& room) const;
    void describe();

    Look& look_;
    std::vector<Lane> lanes_;
    std::vector<Happening> happenings_;
    std::vector<Phase> phases_;
    double runS_ = 1;
    bool stale_ = false;
    std::optional<double> momentS_;  ///< under the pointer
    std::optional<BandGrip> grip_;
};

}  // namespace headroom::widgets
