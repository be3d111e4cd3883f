#pragma once

#include <vector>

#include "core/engine/solver/retrial_load.h"
#include "core/engine/solver/state.h"
#include "core/engine/solver/work_mix.h"
#include "core/queueing/late_retrials.h"

namespace headroom::engine::solver {

/// What comes to one machine, in ms: `mix` is all of it. Streams that are too many come at random. Services
/// that are not exponential make the queue of one whose times are so many times as long as its waits are
/// longer (Pollaczek and Khinchine).
queueing::LateRetrialQueue::Load lateLoad(const Model& model, const State& state, const ReturningCalls& calls,
                                          const std::vector<double>& sameMachine, const WorkMix& mix);

/// To nine digits.
bool isSameLoad(const queueing::LateRetrialQueue::Load& a, const queueing::LateRetrialQueue::Load& b);

}  // namespace headroom::engine::solver
