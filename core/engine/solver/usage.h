#pragma once

#include <optional>
#include <vector>

#include "core/engine/passes/usage.h"
#include "core/engine/solver/order.h"
#include "core/engine/solver/state.h"

namespace headroom::engine::solver {

/// What a settled design uses. The work of a component is shared out by the time that its workers spend, or
/// by arrivals where they spend none; work behind a queue goes to the workload that published it.
passes::Usage usageOf(const Model& model, const std::vector<VisitGroup>& groups, const State& state);

/// What a stream keeps of its events, read or not: rate times retention, over all copies; nullopt where it is
/// not said for how long.
std::optional<double> retainedBytes(const Model& model, const State& state, const Component& component);

}  // namespace headroom::engine::solver
