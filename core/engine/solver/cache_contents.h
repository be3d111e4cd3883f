#pragma once

#include "core/engine/solver/state.h"

namespace headroom::engine::solver {

/// The hit ratio of every visit to a component with content: what is given, else that of an LRU memory for
/// the keys and rates of all classes that use it (Che). A write takes its key away, or where the strategy
/// says so leaves the new value behind.
void findHitRatios(const Model& model, State& state);

}  // namespace headroom::engine::solver
