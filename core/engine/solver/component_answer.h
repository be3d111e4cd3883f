#pragma once

#include "core/engine/solver/state.h"
#include "core/results/results.h"

namespace headroom::engine::solver {

/// The figures of one component, latencies and cost apart.
void answerComponent(const Model& model, const State& state, Index component,
                     results::ComponentResult& result);

/// Offered work over capacity of the busiest machines; of consumers, with the time that they hold a message.
double offeredUtilization(const State& state, Index component);

}  // namespace headroom::engine::solver
