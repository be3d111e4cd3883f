#pragma once

#include "core/engine/solver/state.h"

namespace headroom::engine::solver {

/// Where the more urgent go first: the share of each rank that a station with more to do than it can serves.
void findRankShares(const Model& model, State& state, Index component);

/// The waits of each rank at a component, from those of all in the order of their coming, once these are
/// known.
void findRankWaits(const Model& model, State& state, Index component);

}  // namespace headroom::engine::solver
