#pragma once

#include <QStringList>
#include <QWidget>

#include "core/base/result.h"
#include "widgets/common/csv_table.h"
#include "widgets/common/document.h"
#include "widgets/common/look.h"
#include "widgets/timeline/comparison_feed.h"
#include "widgets/timeline/playback.h"
#include "widgets/timeline/simulation_feed.h"

class QLabel;
class QStackedWidget;

namespace headroom::widgets {

class ComparisonView;
class EventList;
class PlayBar;
class RequestView;
class TimelineChart;

enum class TimelinePage { time, engines, request };
constexpr std::size_t timelinePageCount = 3;

/// What happens to the design over time, a run of the simulator that shows what comes of it, and its playback
/// on the drawing; the simulator beside the solver; and single requests of the run.
///
/// With the keyboard on it: Space plays and pauses, arrows go by a step (with Shift by ten), Home and End to
/// the ends, Esc back to the steady state.
class TimelinePanel : public QWidget {
    Q_OBJECT

  public:
    TimelinePanel(Document& document, Look& look, QWidget* parent = nullptr);

    /// How long a run is, in seconds.
    [[nodiscard]] double seconds() const;
    /// Simulates what the page that is seen is about.
    void run();
    void stop();
    void togglePlay();
    [[nodiscard]] const SimulationFeed& feed() const { return feed_; }
    [[nodiscard]] Playback& playback() { return playback_; }
    [[nodiscard]] const TimelineChart& chart() const { return *chart_; }
    [[nodiscard]] ComparisonView& comparison() const { return *comparison_; }
    [[nodiscard]] RequestView& request() const { return *request_; }
    [[nodiscard]] QString status() const;

    [[nodiscard]] TimelinePage page() const;
    void setPage(TimelinePage page);
    /// "Over time", ...
    [[nodiscard]] static QString title(TimelinePage page);
    /// A file name without suffix: "over-time", ...
    [[nodiscard]] static QString fileStem(TimelinePage page);
    /// Writes the page that is seen; the suffix of `path` (.png, .svg, .csv) says how. The file appears whole
    /// or not at all. Errors, by code: "page-format-unknown", "page-empty", "page-not-written".
    Result<> save(const QString& path);

    [[nodiscard]] QSize sizeHint() const override { return {720, 250}; }

  signals:
    void refused(const headroom::Diagnostic& why);
    void pageChanged(headroom::widgets::TimelinePage page);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    void fitLength();
    QWidget* buildTimePage();
    void connectParts();
    void refresh();
    void refreshChart();
    [[nodiscard]] Id subject() const;
    [[nodiscard]] QWidget& picturedPage() const;
    [[nodiscard]] CsvTable table() const;
    [[nodiscard]] CsvTable lanesTable() const;
    [[nodiscard]] QString words() const;
    /// What the run had to say of itself.
    [[nodiscard]] QStringList warnings() const;

    Document& document_;
    SimulationFeed feed_;
    Playback playback_;
    ComparisonFeed comparing_;
    PlayBar* bar_;
    QStackedWidget* stack_;
    EventList* events_;
    QLabel* warnings_;
    TimelineChart* chart_;
    ComparisonView* comparison_;
    RequestView* request_;
    bool dragging_ = false;  ///< an event, along the chart
};

}  // namespace headroom::widgets
