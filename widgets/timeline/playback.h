#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>
#include <optional>

#include "widgets/common/document.h"
#include "widgets/timeline/simulation_feed.h"

namespace headroom::widgets {

/// Plays a run back: a moment that stands or moves, whose figures the drawing shows in place of the steady
/// state. It goes as far as has been simulated; there it waits for a run that goes on, and stops at the end.
class Playback : public QObject {
    Q_OBJECT

  public:
    Playback(Document& document, const SimulationFeed& feed, QObject* parent = nullptr);

    /// Where it stands, in seconds of the run; none: the steady state is shown.
    [[nodiscard]] std::optional<double> at() const { return atS_; }
    [[nodiscard]] bool playing() const { return timer_.isActive(); }
    /// There is something to play.
    [[nodiscard]] bool ready() const { return feed_.simulatedSeconds() > 0; }
    /// How far it can go at present.
    [[nodiscard]] double end() const { return feed_.simulatedSeconds(); }
    /// Seconds of the run in a second of the clock.
    [[nodiscard]] double speed() const { return speed_; }
    void setSpeed(double speed);

    /// Goes on where it stands; from the beginning where it stands nowhere or at the end.
    void play();
    void pause();
    /// Shows that moment, or the nearest that has been simulated.
    void scrubTo(double seconds);
    /// By so many steps of the series.
    void step(int steps);
    /// Back to the steady state.
    void leave();

    /// "0:25 of the simulation".
    [[nodiscard]] QString words() const;
    /// "1:05", with tenths where the run has steps shorter than half a second.
    [[nodiscard]] QString clock(double seconds) const;

  signals:
    /// It stands elsewhere, goes or stops, or there is more to play.
    void changed();

  private:
    void tick();
    void followFeed();
    void show(bool anew);

    Document& document_;
    const SimulationFeed& feed_;
    std::optional<double> atS_;
    double speed_ = 5;
    QTimer timer_;
    QElapsedTimer clock_;  ///< since the last tick
    std::optional<std::size_t> shownStep_;
    Moment shown_;          ///< of that step
    bool showing_ = false;  ///< it is this that changes the moment of the document
};

}  // namespace headroom::widgets
