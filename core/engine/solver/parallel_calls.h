#pragma once

#include <vector>

#include "core/catalog/catalog.h"
#include "core/engine/solver/state.h"
#include "core/results/results.h"

namespace headroom::engine::solver {

/// Which connections are sent together with their neighbours, and how many of them are waited for.
void readParallelCalls(const model::Design& design, const catalog::Catalog& catalog, Model& model);

/// Where the time of calls that are sent together is an approximation.
void reportParallelCalls(const Model& model, const State& state, std::vector<results::Finding>& findings);

}  // namespace headroom::engine::solver
