#pragma once

#include "core/engine/solver/state.h"
#include "core/results/results.h"

namespace headroom::engine::solver {

/// P(a machine that answers a read lacks a write to its key that was answered less than the lag ago). 0 where
/// copies have every write before it is answered, or there are none.
double missesRecent(const StoreRules& store);

/// Bytes of one copy of what is kept there: given, or what its keys take.
double keptBytes(const Model& model, const Component& component);
/// Bytes on disk for one of these; 1 where nobody says how a store keeps them.
double spaceAmplification(const Component& component);

/// Growth and traffic between copies of a store, and what its storage engine makes of them, where writes
/// bring so many bytes a second.
void answerStorage(const Model& model, const State& state, const Component& component, double bytesPerS,
                   results::ComponentResult& result);

/// Reads that see an older value, writes that conflict, and the above.
void answerStore(const Model& model, const State& state, Index component, results::ComponentResult& result);

}  // namespace headroom::engine::solver
