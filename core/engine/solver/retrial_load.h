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

/// Requests at one machine of the component of a visit in a ms, for one in a second.
double perMachineMs(const Model& model, Index visit);
/// The same for one attempt each time that its caller makes the call.
double perCallerMs(const Model& model, const State& state, const ReturningCall& of);
/// The waits after so many failures: drawn evenly from nothing to a backoff that doubles, after that time.
std::vector<queueing::UniformSpan> backoffWaits(double fromMs, double backoffMs, std::size_t count);

/// What comes to one machine, in ms: `mix` is what finds room as fresh requests do, `bounded` its queue with
/// exponential times. Streams that are too many come at random.
queueing::RetrialQueue::Load retrialLoad(const Model& model, const State& state, const ReturningCalls& calls,
                                         const std::vector<double>& sameMachine, const WorkMix& mix,
                                         const BoundedQueue& bounded);

/// To nine digits of so much.
bool isSame(double a, double b, double of);
/// All that comes in streams, 1/time, and so much besides.
double ratesWith(double besides, const std::vector<queueing::RetrialStream>& streams);
/// To nine digits; rates of `scale`.
bool areSame(const std::vector<queueing::RetrialStream>& a, const std::vector<queueing::RetrialStream>& b,
             double scale);
/// To nine digits.
bool isSameLoad(const queueing::RetrialQueue::Load& a, const queueing::RetrialQueue::Load& b);

}  // namespace headroom::engine::solver
