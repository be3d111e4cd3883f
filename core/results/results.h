#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/diagnostic.h"
#include "core/base/ids.h"

/// What an engine answers: one shape for solver and simulator. A figure that does not exist, or that this
/// version cannot compute, is nullopt and prints as null; none is ever made up. Milliseconds, requests per
/// second, bytes, ratios of 1, US dollars per month of 730 hours.
namespace headroom::results {

using Figure = std::optional<double>;

/// Mean and percentiles of one distribution, in milliseconds.
struct Latency {
    Figure mean;
    Figure p50;
    Figure p90;
    Figure p95;
    Figure p99;
    Figure p999;
    friend bool operator==(const Latency&, const Latency&) = default;
};

enum class Status { ok, hot, saturated, degraded, down, unknown };

/// "ok", "hot", ... as in the answer.
std::string_view statusName(Status status);

/// What a month costs, taken apart. US dollars.
struct CostParts {
    double machines = 0;
    double requests = 0;  ///< by their number and by the data they carry through
    double storage = 0;
    double transfer = 0;  ///< to the internet, and over the borders of zones and regions
    [[nodiscard]] double sum() const { return machines + requests + storage + transfer; }
    friend bool operator==(const CostParts&, const CostParts&) = default;
};

struct SystemResult {
    Figure offered_rps;
    Figure goodput_rps;  ///< successes within their deadline
    Figure degraded_rps;
    Figure error_rate;  ///< 1 - in time / finished; 0 when nothing finishes
    Latency latency_ms;
    Figure cost_usd_month;
    Figure cost_usd_per_million;  ///< requests answered in time
    Figure availability;
    std::optional<Id> bottleneck;  ///< the component of highest offered utilization
    friend bool operator==(const SystemResult&, const SystemResult&) = default;
};

struct WorkloadResult {
    Figure offered_rps;
    Figure goodput_rps;
    Figure error_rate;
    Latency latency_ms;
    std::optional<Latency> completion_ms;  ///< until the work published by it is done too
    Figure cost_usd_month;                 ///< its part of each component, by the work it makes there
    friend bool operator==(const WorkloadResult&, const WorkloadResult&) = default;
};

struct ComponentResult {
    Figure arrival_rps;          ///< retries and rejected attempts included
    Figure throughput_rps;       ///< service completions, errors included
    Figure instances;            ///< machines, where autoscaling or the scenario sets their number
    Figure utilization;          ///< busy workers over all workers, at most 1
    Figure offered_utilization;  ///< offered work over capacity, may exceed 1
    Figure slot_utilization;
    Figure open_connections;  ///< that clients keep open to it, over all instances
    Figure queue_length;      ///< the waiting, over all instances
    Latency wait_ms;
    Latency residence_ms;
    Latency response_ms;
    Figure dropped_rps;
    Figure abandoned_rps;  ///< that their callers took out of the queue at their timeout
    Figure error_rate;
    Figure hit_ratio;
    Figure stale_read_share;
    Figure storage_growth_bytes_per_s;  ///< what writes bring, over all copies
    Figure replication_bytes_per_s;     ///< that copies of a store send each other
    Figure conflict_share;              ///< writes to a key that another leader has just written, unseen
    Figure write_amplification;         ///< bytes that reach a disk for one that is written
    Figure read_amplification;          ///< pages or runs read for one row
    Figure space_amplification;         ///< bytes on disk for one that is kept
    Figure disk_write_bytes_per_s;      ///< over all copies, amplified
    Figure stored_bytes;     ///< events that a stream keeps for as long as it is told to, over all copies
    Figure dead_letter_rps;  ///< messages given up after they were delivered as often as they may be
    Figure stampede;         ///< requests that miss together when the hottest key is no longer there
    Figure backlog;
    Figure backlog_growth_rps;
    Figure lag_s;
    Figure drain_s;
    Figure cost_usd_month;
    std::optional<CostParts> cost_parts;  ///< of that sum
    Figure availability;
    Status status = Status::ok;
    Figure capacity_rps;  ///< derived: what all its workers can serve
    friend bool operator==(const ComponentResult&, const ComponentResult&) = default;
};

struct ConnectionResult {
    Figure rps;  ///< attempts
    Figure retry_rps;
    Figure silent_share;  ///< of attempts: lost on the way, so that nobody ever answers; absent: none is
    Figure error_rate;
    Latency latency_ms;  ///< per call, as the caller sees it
    Figure bytes_per_s;
    friend bool operator==(const ConnectionResult&, const ConnectionResult&) = default;
};

/// What an engine has to say about the design or about its own answer. `diagnostic.code` is the rule.
struct Finding {
    Diagnostic diagnostic;
    std::vector<Id> where;
};

struct Results {
    std::string engine = "solver";
    bool converged = true;
    int iterations = 0;
    std::vector<double> fixed_points;  ///< goodputs of all steady states, where there is more than one
    SystemResult system;
    std::map<std::string, WorkloadResult> workloads;  ///< by "source.workload"
    std::map<Id, ComponentResult> components;
    std::map<Id, ConnectionResult> connections;
    std::vector<Finding> findings;
};

/// "a, b and 3 more": how a finding lists what it is about.
std::string listed(const std::vector<std::string>& names);

}  // namespace headroom::results
