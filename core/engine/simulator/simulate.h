#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/catalog/catalog.h"
#include "core/model/design.h"
#include "core/results/results.h"
#include "core/results/trace.h"

namespace headroom::engine {

struct SimulationSettings {
    double seconds = 60;  ///< simulated time of each replication, 0.001 .. 1e7
    std::uint64_t seed = 1;
    std::uint32_t replications = 1;  ///< 1 .. 10 000
    unsigned threads = 0;            ///< 0: as many as the machine has; the answer does not depend on it
    /// Above 0 it goes on until 95 % half-widths of the system's mean and 99th percentile are no more than
    /// this share of them; `seconds` are then the first try. The answer is that of the run of its
    /// `simulated_s`.
    double precision = 0;
    double mostSeconds = 0;    ///< but no longer than this, up to 1e7; 0: a hundred times `seconds`
    bool coldStart = false;    ///< caches begin empty, and nothing of the beginning is left out
    std::uint32_t traces = 0;  ///< requests of each workload that are kept as traces, 0 .. 100
};

/// Values over time, one for each of equal steps from the beginning of the run, means over the replications.
struct SimulationSeries {
    using Values = std::vector<double>;
    using Figures = std::vector<results::Figure>;  ///< none where there was nothing to measure
    struct Component {
        double machines = 0;
        Values arrival_rps;
        Values throughput_rps;
        Values utilization;      ///< empty where there are workers for all
        Values queue_length;     ///< mean over the step; empty for a source
        Values dropped_rps;      ///< rejected for room or at a gate, and messages lost
        Figures error_rate;      ///< of what it answered
        Figures hit_ratio;       ///< of the lookups of a cache; empty for others
        Values instances;        ///< machines there were; empty where their number does not change
        Values dead_machines;    ///< mean over the step; empty where none ever is
        Figures latency_p99_ms;  ///< of its successful answers, one for each step of latencies
    };
    struct Connection {
        Values rps;
        Values retry_rps;
        Figures silent_share = {};  ///< of attempts: lost on the way; empty where none ever is
        Figures error_rate;         ///< of calls, after retries
    };
    double step_s = 0;
    Values goodput_rps;
    Values error_rate;
    double latency_step_s = 0;  ///< of the latencies, a multiple of the other
    Figures p99_ms;             ///< of all answers that came
    std::map<Id, Component> components;
    std::map<Id, Connection> connections;
};

/// How well the system's latency is known: 95 % half-widths over values.
struct SimulationPrecision {
    double wanted = 0;
    results::Figure mean;
    results::Figure p99;
    bool reached = false;
};

struct SimulationAnswer {
    results::Results results;
    results::Results halfWidths;  ///< of the 95 % interval of each figure, by batches of the run
    SimulationSeries series;
    /// Of the first replication, by workload: first those near its 99th percentile, then some that were
    /// picked by chance, each in the order of their sending. No more than 10 000 altogether.
    std::vector<results::Trace> traces;
    std::uint64_t seed = 0;
    std::string fingerprint;  ///< of every event of every replication, in hexadecimal digits
    std::uint64_t events = 0;
    double simulated_s = 0;                        ///< of one replication
    double warm_up_s = 0;                          ///< deleted at its beginning, the longest
    std::optional<SimulationPrecision> precision;  ///< where one was wanted
};

/// Replays the design request by request. Stopped early, it answers for the time that was simulated by then.
/// `progress` is told which share is done, 0 to 1, now and then and never by two threads at a time; of a
/// wanted precision that of each run anew. `watch` is shown the series of the first replication as far as it
/// has come, after each of its steps and by its thread.
SimulationAnswer simulate(const model::Design& design, const catalog::Catalog& catalog,
                          const SimulationSettings& settings, const std::stop_token& stop = {},
                          const std::function<void(double)>& progress = {},
                          const std::function<void(const SimulationSeries&)>& watch = {});

}  // namespace headroom::engine
