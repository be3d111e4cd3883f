#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/base/ids.h"

namespace headroom::results {

/// What the time of an answer is spent on.
enum class LatencyPart : std::uint8_t {
    service,     ///< own work
    queueing,    ///< waiting for a worker
    retry,       ///< attempts that failed, and the waits between them
    network,     ///< on the way, both directions
    downstream,  ///< at the components behind the one that is explained
    cold_cache,  ///< only because a key was not found, and all that follows from that
};
constexpr std::size_t latencyPartCount = 6;

/// "service", "queueing", ... as in the answer.
std::string_view latencyPartName(LatencyPart part);

/// A part of a mean at one place.
struct LatencyShare {
    LatencyPart part = LatencyPart::service;
    Id where;             ///< component or connection; empty where several are taken together
    std::string formula;  ///< its name, with author and year where it has them
    std::vector<std::pair<std::string, double>> inputs;  ///< names carry their units
    double ms = 0;
};

/// The mean of one latency figure taken apart: the shares add up to it.
struct Explanation {
    std::string subject;  ///< "system", "source.workload", or the id of a component or connection
    std::string figure;   ///< latency_ms, residence_ms or response_ms
    double mean_ms = 0;
    std::vector<LatencyShare> shares;  ///< the longest first

    [[nodiscard]] double sumOf(LatencyPart part) const;
};

}  // namespace headroom::results
