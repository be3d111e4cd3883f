#pragma once

#include <vector>

#include "core/engine/solver/variability.h"

namespace headroom::engine::solver {

/// Whether requests are turned away where too many wait.
bool hasQueueLimit(const Component& component);

/// Load and utilization of every pool, the share that finds room in queues with a limit, and the share that
/// a saturated component serves, from the rates.
void findLoads(const Model& model, State& state);

/// The wait at every pool, from its load and the way jobs arrive. M/M/c, M/G/1, M/D/c and GI/M/c exactly,
/// else by two moments; at or above full utilization, uniform up to what the horizon lets grow (engine.md,
/// overload).
void findWaits(const Model& model, const std::vector<ArrivalShape>& arrivals, State& state);

}  // namespace headroom::engine::solver
