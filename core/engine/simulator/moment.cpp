#include "core/engine/simulator/moment.h"

#include <algorithm>
#include <cmath>

namespace headroom::engine {

namespace {

using results::Figure;
using results::Status;

constexpr double allBusy = 0.99;
constexpr double hotAbove = 0.7;
constexpr double growing = 0.05;         // of what arrives
constexpr double dead = 1e-9;            // of a machine
constexpr double worthFailing = 0.01;    // of what is answered
constexpr double worthDropping = 0.001;  // of what arrives

Figure at(const SimulationSeries::Values& values, std::size_t step) {
    return step < values.size() ? Figure(values[step]) : std::nullopt;
}

Figure at(const SimulationSeries::Figures& values, std::size_t step) {
    return step < values.size() ? values[step] : std::nullopt;
}

/// A step of the series, and the slice of its latencies that it lies in.
struct Place {
    std::size_t step = 0;
    std::size_t slice = 0;
    double stepS = 1;
};

/// By how much more wait than in the step before, each second.
double growth(const SimulationSeries::Component& series, const Place& place) {
    if (place.step == 0 || place.step >= series.queue_length.size()) {
        return 0;
    }
    return (series.queue_length[place.step] - series.queue_length[place.step - 1]) / place.stepS;
}

/// What a status is read from besides the figures.
struct Circumstances {
    double growth = 0;  ///< of those who wait, per second
    double machines = 0;
    double deadMachines = 0;
    double busyOfLiving = 0;  ///< share of the workers of machines that live
};

bool isSaturated(const SimulationSeries::Component& series, const results::ComponentResult& now,
                 const Circumstances& c) {
    if (now.utilization) {
        return c.busyOfLiving >= allBusy && now.queue_length.value_or(0) >= 1;
    }
    return !series.queue_length.empty() && c.growth > growing * now.arrival_rps.value_or(0) && c.growth > 0;
}

Status statusOf(const SimulationSeries::Component& series, const results::ComponentResult& now,
                const Circumstances& c) {
    if (c.machines > 0 && c.deadMachines >= c.machines - dead) {
        return Status::down;
    }
    if (isSaturated(series, now, c)) {
        return Status::saturated;
    }
    const bool dropping = now.dropped_rps.value_or(0) > worthDropping * now.arrival_rps.value_or(0);
    if (c.deadMachines > dead || dropping || now.error_rate.value_or(0) >= worthFailing) {
        return Status::degraded;
    }
    return c.busyOfLiving > hotAbove ? Status::hot : Status::ok;
}

results::ComponentResult componentAt(const SimulationSeries::Component& series, const Place& place) {
    results::ComponentResult now;
    now.arrival_rps = at(series.arrival_rps, place.step);
    now.throughput_rps = at(series.throughput_rps, place.step);
    now.instances = at(series.instances, place.step);
    now.utilization = at(series.utilization, place.step);
    now.queue_length = at(series.queue_length, place.step);
    now.dropped_rps = at(series.dropped_rps, place.step);
    now.error_rate = at(series.error_rate, place.step);
    now.hit_ratio = at(series.hit_ratio, place.step);
    now.response_ms.p99 = at(series.latency_p99_ms, place.slice);
    Circumstances c{.growth = growth(series, place), .machines = now.instances.value_or(series.machines)};
    c.deadMachines = std::min(at(series.dead_machines, place.step).value_or(0), c.machines);
    const double living = c.machines - c.deadMachines;
    c.busyOfLiving = now.utilization.value_or(0) * (living > dead ? c.machines / living : 1);
    now.status = statusOf(series, now, c);
    if (now.status == Status::saturated) {
        now.backlog = now.queue_length;
        now.backlog_growth_rps = c.growth;
    }
    return now;
}

}  // namespace

results::Results momentOf(const SimulationSeries& series, double seconds) {
    results::Results now;
    now.engine = "simulator";
    if (series.goodput_rps.empty()) {
        return now;
    }
    const double last = static_cast<double>(series.goodput_rps.size()) - 1;
    const auto stepOf = [](double s, double stepS, double most) {
        return static_cast<std::size_t>(std::clamp(std::floor(s / stepS), 0.0, most));
    };
    const Place place{.step = stepOf(seconds, series.step_s, last),
                      .slice = stepOf(seconds, series.latency_step_s, last),
                      .stepS = series.step_s};
    now.system.goodput_rps = at(series.goodput_rps, place.step);
    now.system.error_rate = at(series.error_rate, place.step);
    now.system.latency_ms.p99 = at(series.p99_ms, place.slice);
    double most = 0;
    for (const auto& [id, values] : series.components) {
        const results::ComponentResult& shown = now.components[id] = componentAt(values, place);
        if (shown.utilization.value_or(0) > most) {
            most = *shown.utilization;
            now.system.bottleneck = id;
        }
    }
    for (const auto& [id, values] : series.connections) {
        results::ConnectionResult& shown = now.connections[id];
        shown.rps = at(values.rps, place.step);
        shown.retry_rps = at(values.retry_rps, place.step);
        shown.silent_share = at(values.silent_share, place.step);
        shown.error_rate = at(values.error_rate, place.step);
    }
    return now;
}

}  // namespace headroom::engine
