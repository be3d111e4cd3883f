#pragma once

#include <QWidget>

#include "widgets/common/document.h"
#include "widgets/common/look.h"
#include "widgets/timeline/simulation_feed.h"

class QLabel;
class QPushButton;

namespace headroom::widgets {

class EventList;
class TimelineChart;
class UnitField;

/// What happens to the design over time, and a run of the simulator that shows what comes of it.
class TimelinePanel : public QWidget {
    Q_OBJECT

  public:
    TimelinePanel(Document& document, Look& look, QWidget* parent = nullptr);

    /// How long a run is, in seconds.
    [[nodiscard]] double seconds() const { return seconds_; }
    void run();
    void stop() { feed_.stop(); }
    [[nodiscard]] const SimulationFeed& feed() const { return feed_; }
    [[nodiscard]] const TimelineChart& chart() const { return *chart_; }
    [[nodiscard]] QString status() const;
    [[nodiscard]] QSize sizeHint() const override { return {720, 250}; }

  signals:
    void refused(const headroom::Diagnostic& why);

  private:
    QWidget* buildBar();
    void refresh();
    [[nodiscard]] QString words() const;
    /// What the run had to say of itself.
    [[nodiscard]] QStringList warnings() const;

    double seconds_;
    SimulationFeed feed_;
    QPushButton* run_ = nullptr;
    UnitField* length_ = nullptr;
    QLabel* status_ = nullptr;
    EventList* events_;
    TimelineChart* chart_;
};

}  // namespace headroom::widgets
