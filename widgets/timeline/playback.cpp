#include "widgets/timeline/playback.h"

#include <algorithm>
#include <cmath>

#include "core/engine/simulator/moment.h"

namespace headroom::widgets {

namespace {

constexpr int tickMs = 33;
constexpr double shortStep = 0.5;  // seconds below which a clock shows tenths
constexpr double beforeEnd = 1e-6;

}  // namespace

Playback::Playback(Document& document, const SimulationFeed& feed, QObject* parent)
    : QObject(parent), document_(document), feed_(feed) {
    timer_.setInterval(tickMs);
    connect(&timer_, &QTimer::timeout, this, &Playback::tick);
    connect(&feed, &SimulationFeed::changed, this, &Playback::followFeed);
    // Somebody else may lead back to the steady state.
    connect(&document, &Document::momentChanged, this, [this] {
        if (!showing_ && !document_.moment()) {
            leave();
        }
    });
}

void Playback::setSpeed(double speed) {
    speed_ = speed;
    emit changed();
}

void Playback::play() {
    if (!ready() || playing()) {
        return;
    }
    const double end = feed_.simulatedSeconds();
    const bool over = atS_ && *atS_ >= end - beforeEnd && feed_.state() != SimulationFeed::State::running;
    if (!atS_ || over) {
        atS_ = 0;
    }
    clock_.start();
    timer_.start();
    show(false);
    emit changed();
}

void Playback::pause() {
    if (playing()) {
        timer_.stop();
        emit changed();
    }
}

void Playback::scrubTo(double seconds) {
    if (ready()) {
        atS_ = std::clamp(seconds, 0.0, feed_.simulatedSeconds());
        show(false);
        emit changed();
    }
}

void Playback::step(int steps) {
    scrubTo(atS_.value_or(0) + steps * feed_.series().step_s);
}

void Playback::leave() {
    timer_.stop();
    if (atS_) {
        atS_.reset();
        shownStep_.reset();
        showing_ = true;
        document_.showMoment(std::nullopt);
        showing_ = false;
        emit changed();
    }
}

void Playback::tick() {
    const double passed = static_cast<double>(clock_.restart()) / 1000;
    const double end = feed_.simulatedSeconds();
    const double next = *atS_ + passed * speed_;
    atS_ = std::min(next, end);
    if (next >= end && feed_.state() != SimulationFeed::State::running) {
        timer_.stop();
    }
    show(false);
    emit changed();
}

/// A new run has nothing to show yet; one that has changed or grown old is shown anew.
void Playback::followFeed() {
    if (!ready()) {
        leave();
    } else if (atS_) {
        show(feed_.state() != SimulationFeed::State::running);
    }
    emit changed();
}

/// Figures are only put together where they would differ, and nobody is told of what looks the same.
void Playback::show(bool anew) {
    const engine::SimulationSeries& series = feed_.series();
    const double last = static_cast<double>(series.goodput_rps.size()) - 1;
    const auto step =
        static_cast<std::size_t>(std::clamp(std::floor(*atS_ / series.step_s + beforeEnd), 0.0, last));
    const bool other = anew || shownStep_ != step;
    if (!other && shown_.words == words() && shown_.outdated == feed_.outdated()) {
        return;
    }
    if (other) {
        shownStep_ = step;
        const double middle = (static_cast<double>(step) + 0.5) * series.step_s;
        shown_.figures = std::make_shared<const results::Results>(engine::momentOf(series, middle));
    }
    shown_.words = words();
    shown_.outdated = feed_.outdated();
    showing_ = true;
    document_.showMoment(shown_);
    showing_ = false;
}

QString Playback::words() const {
    return tr("%1 of the simulation").arg(clock(atS_.value_or(0)));
}

QString Playback::clock(double seconds) const {
    const bool tenths = feed_.series().step_s > 0 && feed_.series().step_s < shortStep;
    const auto whole =
        static_cast<qint64>(tenths ? std::floor(seconds * 10 + 1e-6) : std::floor(seconds + 1e-6));
    const qint64 s = tenths ? whole / 10 : whole;
    QString text = s >= 3600 ? QStringLiteral("%1:%2:%3")
                                   .arg(s / 3600)
                                   .arg(s / 60 % 60, 2, 10, QLatin1Char('0'))
                                   .arg(s % 60, 2, 10, QLatin1Char('0'))
                             : QStringLiteral("%1:%2").arg(s / 60).arg(s % 60, 2, 10, QLatin1Char('0'));
    return tenths ? text + QLatin1Char('.') + QString::number(whole % 10) : text;
}

}  // namespace headroom::widgets
