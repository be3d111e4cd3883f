#include "widgets/timeline/lanes.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace headroom::widgets {

using engine::SimulationSeries;
using render::Token;

namespace {

constexpr double tolerance = 1e-9;    // of a step
constexpr double leastShare = 0.01;   // an axis of shares reaches at least so far
constexpr double leastWaiting = 1;    // and one of those who wait
constexpr double worthALane = 0.001;  // errors and retries below it have none

QString tr(const char* text) {
    return QCoreApplication::translate("Lanes", text);
}

std::vector<results::Figure> known(const SimulationSeries::Values& values) {
    return {values.begin(), values.end()};
}

double mostOf(const std::vector<results::Figure>& values, double least) {
    double most = least;
    for (const results::Figure& value : values) {
        most = std::max(most, value.value_or(0));
    }
    return most;
}

/// Collects the lanes of one subject.
class LaneList {
  public:
    explicit LaneList(const SimulationSeries& series) : series_(series) {}

    void rate(const QString& name, const SimulationSeries::Values& values) {
        add({.name = name, .unit = Unit::per_second, .ink = Token::state_ok, .values = known(values)}, 0);
    }
    void share(const QString& name, Token ink, std::vector<results::Figure> values, double least) {
        add({.name = name, .unit = Unit::ratio, .ink = ink, .values = std::move(values)}, least);
    }
    void machines(const SimulationSeries::Values& values) {
        add({.name = tr(QT_TRANSLATE_NOOP("Lanes", "Machines")),
             .unit = Unit::count,
             .ink = Token::baseline,
             .values = known(values)},
            1);
    }
    void waiting(const SimulationSeries::Values& values) {
        add({.name = tr(QT_TRANSLATE_NOOP("Lanes", "Waiting")),
             .unit = Unit::count,
             .ink = Token::state_hot,
             .values = known(values)},
            leastWaiting);
    }
    void p99(const SimulationSeries::Figures& values) {
        Lane lane{.name = tr(QT_TRANSLATE_NOOP("Lanes", "p99")),
                  .unit = Unit::milliseconds,
                  .ink = Token::accent,
                  .sum = Lane::Sum::worst,
                  .values = values};
        add(std::move(lane), 0);
        lanes_.back().stepS = series_.latency_step_s;
    }
    void errors(std::vector<results::Figure> values) {
        share(tr(QT_TRANSLATE_NOOP("Lanes", "Errors")), Token::state_saturated, std::move(values),
              leastShare);
    }
    void errorsIfAny(const std::vector<results::Figure>& values) {
        if (mostOf(values, 0) > worthALane) {
            errors(values);
        }
    }
    std::vector<Lane> take() { return std::move(lanes_); }

  private:
    void add(Lane lane, double least) {
        lane.stepS = series_.step_s;
        lane.most = mostOf(lane.values, least);
        lanes_.push_back(std::move(lane));
    }

    const SimulationSeries& series_;
    std::vector<Lane> lanes_;
};

std::vector<Lane> lanesOfSystem(const SimulationSeries& series) {
    LaneList list(series);
    list.rate(tr(QT_TRANSLATE_NOOP("Lanes", "Goodput")), series.goodput_rps);
    list.p99(series.p99_ms);
    list.errors(known(series.error_rate));
    return list.take();
}

/// Of a cache the hits are of more interest than who waits, unless somebody does.
std::vector<Lane> lanesOfComponent(const SimulationSeries& series, const SimulationSeries::Component& c) {
    LaneList list(series);
    list.rate(tr(QT_TRANSLATE_NOOP("Lanes", "Arrivals")), c.arrival_rps);
    if (c.queue_length.empty()) {
        list.p99(c.latency_p99_ms);
        list.errors(c.error_rate);
        return list.take();
    }
    if (!c.utilization.empty()) {
        list.share(tr(QT_TRANSLATE_NOOP("Lanes", "Utilization")), Token::accent, known(c.utilization), 1);
    }
    if (!c.instances.empty()) {
        list.machines(c.instances);
    }
    if (!c.hit_ratio.empty()) {
        list.share(tr(QT_TRANSLATE_NOOP("Lanes", "Hit ratio")), Token::baseline, c.hit_ratio, 1);
    }
    const bool waits = mostOf(known(c.queue_length), 0) >= leastWaiting;
    if (waits || c.hit_ratio.empty()) {
        list.waiting(c.queue_length);
    }
    list.errorsIfAny(c.error_rate);
    return list.take();
}

std::vector<Lane> lanesOfConnection(const SimulationSeries& series, const SimulationSeries::Connection& c) {
    LaneList list(series);
    list.rate(tr(QT_TRANSLATE_NOOP("Lanes", "Calls")), c.rps);
    if (mostOf(known(c.retry_rps), 0) > 0) {
        list.rate(tr(QT_TRANSLATE_NOOP("Lanes", "Retries")), c.retry_rps);
    }
    list.errors(c.error_rate);
    return list.take();
}

}  // namespace

results::Figure Lane::at(double seconds) const {
    const auto index = stepS > 0 && seconds >= 0 ? static_cast<std::size_t>(seconds / stepS) : values.size();
    return index < values.size() ? values[index] : std::nullopt;
}

results::Figure Lane::over(const Phase& phase) const {
    double total = 0;
    double worst = 0;
    int count = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double from = static_cast<double>(i) * stepS;
        const bool within =
            from >= phase.fromS - tolerance * stepS && from + stepS <= phase.toS + tolerance * stepS;
        if (within && values[i]) {
            total += *values[i];
            worst = std::max(worst, *values[i]);
            ++count;
        }
    }
    if (count == 0) {
        return std::nullopt;
    }
    return sum == Sum::worst ? worst : total / count;
}

std::vector<Lane> lanesOf(const SimulationSeries& series, const Id& subject) {
    if (const auto component = series.components.find(subject); component != series.components.end()) {
        return lanesOfComponent(series, component->second);
    }
    const auto connection = series.connections.find(subject);
    return connection == series.connections.end() ? lanesOfSystem(series)
                                                  : lanesOfConnection(series, connection->second);
}

}  // namespace headroom::widgets
