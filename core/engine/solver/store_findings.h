#pragma once

#include <vector>

#include "core/engine/solver/state.h"
#include "core/results/results.h"

namespace headroom::engine::solver {

/// What has to be said about stores.
void reportStores(const Model& model, const State& state, std::vector<results::Finding>& findings);

}  // namespace headroom::engine::solver
