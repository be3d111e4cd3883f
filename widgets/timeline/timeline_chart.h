#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "core/base/units.h"
#include "widgets/common/look.h"
#include "widgets/timeline/band_grip.h"
#include "widgets/timeline/lanes.h"

namespace headroom::widgets {

/// What a chart over time shows.
struct TimelineContent {
    QString subject;  ///< whose figures these are
    std::vector<Lane> lanes;
    std::vector<Happening> happenings;
    double runS = 1;        ///< how long the run is
    double simulatedS = 0;  ///< how much of it is there
    bool stale = false;     ///< the numbers are those of an older design
};

/// A few figures over the time of a run, below each other, with what happens behind them and what they were
/// before, during and after. The pointer reads a moment off; a press puts the playhead there, which can be
/// dragged; bands are moved and stretched by the strip at their top.
class TimelineChart : public QWidget {
    Q_OBJECT

  public:
    explicit TimelineChart(Look& look, QWidget* parent = nullptr);

    void show(TimelineContent content);
    /// Where the playhead stands, and what its flag says; none: there is no playhead.
    void setPlayhead(std::optional<double> seconds, const QString& words);
    [[nodiscard]] std::optional<double> playhead() const { return playheadS_; }

    [[nodiscard]] const std::vector<Phase>& phases() const { return phases_; }
    [[nodiscard]] const std::vector<Lane>& lanes() const { return content_.lanes; }
    [[nodiscard]] const QString& subject() const { return content_.subject; }
    [[nodiscard]] QSize sizeHint() const override { return {420, 190}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 120}; }
    /// The run from left to right, with the strip of events at its top.
    [[nodiscard]] QRectF plot() const;
    /// Where that moment is, in pixels.
    [[nodiscard]] double across(double seconds) const;

    /// What the figures were at a moment, in words: "25 s: goodput 9.94 k/s, p99 14.6 ms, errors 50.6 %".
    [[nodiscard]] QString momentText(double seconds) const;

  signals:
    /// A hand takes hold of an event, gives it other times, and lets go.
    void dragBegan();
    void dragged(const headroom::widgets::Happening& event);
    void dragEnded();
    /// A person wants to see that moment.
    void scrubbed(double seconds);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    [[nodiscard]] QRectF laneRect(std::size_t lane) const;
    [[nodiscard]] double secondsAt(double x) const;
    [[nodiscard]] std::optional<BandGrip> gripUnder(const QPointF& position) const;
    [[nodiscard]] double nextAfter(double seconds) const;
    void paintMoment(QPainter& painter) const;
    void paintPlayhead(QPainter& painter) const;
    void paintFlag(QPainter& painter, double x, const QString& text, render::Token ground,
                   render::Token ink) const;
    void paintHappenings(QPainter& painter) const;
    void paintAxis(QPainter& painter) const;
    void paintLane(QPainter& painter, const Lane& lane, const QRectF& room) const;
    void paintCurve(QPainter& painter, const Lane& lane, const QRectF& room) const;
    void paintSummary(QPainter& painter, const Lane& lane, const QRectF& room) const;
    void describe();

    Look& look_;
    TimelineContent content_;
    std::vector<Phase> phases_;
    std::optional<double> momentS_;  ///< under the pointer
    std::optional<double> playheadS_;
    QString playheadWords_;
    bool scrubbing_ = false;
    std::optional<BandGrip> grip_;
};

}  // namespace headroom::widgets
