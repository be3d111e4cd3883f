#pragma once

#include <vector>

#include "core/engine/solver/state.h"
#include "core/engine/solver/stations.h"
#include "core/queueing/retrial_queue.h"

namespace headroom::engine::solver {

struct ReturningCall {
    Index call;
    Index caller;  ///< the visit that makes it
};

/// Calls to a component that come back to the one queue there that has rejected them.
struct ReturningCalls {
    Index component = 0;
    /// Of those with the same retries, waits and network, in one stream.
    std::vector<std::vector<ReturningCall>> streams;
};

/// By component, from P(a retry of a call meets the machine again), by call.
std::vector<ReturningCalls> returningCalls(const Model& model, const std::vector<double>& sameMachine);

/// What comes to one machine, in ms: `mix` is what finds room as fresh requests do, `bounded` its queue with
/// exponential times. Streams that are too many come at random.
queueing::RetrialQueue::Load retrialLoad(const Model& model, const State& state, const ReturningCalls& calls,
                                         const std::vector<double>& sameMachine, const WorkMix& mix,
                                         const BoundedQueue& bounded);

/// To nine digits.
bool isSameLoad(const queueing::RetrialQueue::Load& a, const queueing::RetrialQueue::Load& b);

}  // namespace headroom::engine::solver
