#pragma once

#include <optional>
#include <vector>

#include "core/engine/solver/attempt_times.h"
#include "core/engine/solver/snapshot.h"
#include "core/engine/solver/state.h"
#include "core/queueing/latency_program.h"

namespace headroom::engine::solver {

/// The times of one visit. What has no probability has no node.
struct VisitTimes {
    std::optional<queueing::LatencyNode> residence;  ///< of requests that are served here
    std::optional<queueing::LatencyNode> success;    ///< until the answer, of those that succeed
    /// As residence and success, of those that no caller took back in line; only where some do.
    std::optional<queueing::LatencyNode> stayed;
    std::optional<queueing::LatencyNode> answered;
    /// Of look-ups whose hits and misses take unlike times, in line or with waits for fetches: both parts of
    /// success. Else none.
    std::optional<queueing::LatencyNode> found;
    std::optional<queueing::LatencyNode> missed;
    std::optional<queueing::LatencyNode> failure;  ///< until the failure; made only where somebody asks
    /// The same of those that are let in.
    std::optional<queueing::LatencyNode> inside;
    friend bool operator==(const VisitTimes&, const VisitTimes&) = default;
};

/// All that Responses have made, and of what: for the next, which only make anew what follows from something
/// that has changed.
struct ResponseTables {
    void reset(const Model& model);

    Snapshot of;                                                         ///< without numbers: of nothing
    std::vector<std::vector<std::vector<queueing::LatencyNode>>> waits;  ///< by component, pool and rank
    std::vector<VisitTimes> times;
    std::vector<std::optional<queueing::LatencyNode>> calls;
    std::vector<AttemptAnswer> answers;                        ///< by call
    std::vector<Elsewhere> elsewhere;                          ///< by visit
    std::vector<std::optional<AttemptTimes::Attempt>> direct;  ///< by call, as long as it stays the same
    std::vector<char> asksFailure;                             ///< by visit
    /// By component: times of visits or calls there are other than when somebody last took this back.
    std::vector<char> touched;
};

}  // namespace headroom::engine::solver
