#include "core/engine/simulator/intervals.h"

#include <array>
#include <cmath>
#include <cstddef>

namespace headroom::engine::simulator {

namespace {

using results::Figure;

// Quantiles of Student's t at 0.975 by degrees of freedom from 1 on.
constexpr std::array<double, 30> student = {12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060,
                                            2.2622,  2.2281, 2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199,
                                            2.1098,  2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639,
                                            2.0595,  2.0555, 2.0518, 2.0484, 2.0452, 2.0423};

// Beyond the table by the first terms of the expansion of Fisher and Cornish.
double studentQuantile(std::size_t freedom) {
    constexpr double normal = 1.959964;
    constexpr double slope = 2.372271;  // (z^3 + z) / 4
    return freedom <= student.size() ? student[freedom - 1] : normal + slope / static_cast<double>(freedom);
}

/// The figures of a result in a fixed order.
using Figures = std::vector<Figure*>;

void collect(results::Latency& l, Figures& list) {
    list.insert(list.end(), {&l.mean, &l.p50, &l.p90, &l.p95, &l.p99, &l.p999});
}

void collect(results::ComponentResult& c, Figures& list) {
    list.insert(list.end(),
                {&c.arrival_rps, &c.throughput_rps, &c.instances, &c.utilization, &c.offered_utilization,
                 &c.slot_utilization, &c.open_connections, &c.queue_length});
    collect(c.wait_ms, list);
    collect(c.residence_ms, list);
    collect(c.response_ms, list);
    list.insert(list.end(),
                {&c.dropped_rps, &c.abandoned_rps, &c.error_rate, &c.hit_ratio, &c.stampede,
                 &c.stale_read_share, &c.conflict_share, &c.disk_write_bytes_per_s,
                 &c.storage_growth_bytes_per_s, &c.replication_bytes_per_s, &c.stored_bytes,
                 &c.dead_letter_rps, &c.backlog, &c.backlog_growth_rps, &c.lag_s, &c.capacity_rps});
}

Figures figuresOf(results::Results& r) {
    Figures list{&r.system.offered_rps, &r.system.goodput_rps, &r.system.degraded_rps, &r.system.error_rate};
    collect(r.system.latency_ms, list);
    for (auto& [name, w] : r.workloads) {
        list.insert(list.end(), {&w.offered_rps, &w.goodput_rps, &w.error_rate});
        collect(w.latency_ms, list);
    }
    for (auto& [id, c] : r.components) {
        collect(c, list);
    }
    for (auto& [id, c] : r.connections) {
        list.insert(list.end(), {&c.rps, &c.retry_rps, &c.silent_share, &c.error_rate});
        collect(c.latency_ms, list);
        list.push_back(&c.bytes_per_s);
    }
    return list;
}

Figure halfWidth(const std::vector<double>& values) {
    if (values.size() < 2) {
        return std::nullopt;
    }
    const auto n = static_cast<double>(values.size());
    double mean = 0;
    for (const double value : values) {
        mean += value / n;
    }
    double squares = 0;
    for (const double value : values) {
        squares += (value - mean) * (value - mean);
    }
    return studentQuantile(values.size() - 1) * std::sqrt(squares / (n - 1) / n);
}

}  // namespace

results::Results halfWidths(const results::Results& all, const std::vector<results::Results>& batches) {
    results::Results widths = all;
    const Figures figures = figuresOf(widths);
    std::vector<std::vector<double>> values(figures.size());
    for (const results::Results& batch : batches) {
        results::Results copy = batch;
        const Figures own = figuresOf(copy);
        for (std::size_t i = 0; i < own.size() && own.size() == figures.size(); ++i) {
            if (*own[i]) {
                values[i].push_back(**own[i]);
            }
        }
    }
    for (std::size_t i = 0; i < figures.size(); ++i) {
        *figures[i] = *figures[i] ? halfWidth(values[i]) : std::nullopt;
    }
    return widths;
}

}  // namespace headroom::engine::simulator
