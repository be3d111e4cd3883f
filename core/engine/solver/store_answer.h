#pragma once

#include "core/engine/solver/state.h"
#include "core/results/results.h"

namespace headroom::engine::solver {

/// P(a machine that answers a read lacks a write to its key that was answered less than the lag ago). 0 where
/// copies have every write before it is answered, or there are none.
double missesRecent(const StoreRules& store);

/// Reads that see an older value, growth and traffic between copies of a store.
void answerStore(const Model& model, const State& state, Index component, results::ComponentResult& result);

}  // namespace headroom::engine::solver
