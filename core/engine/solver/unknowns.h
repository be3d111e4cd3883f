#pragma once

#include <vector>

#include "core/engine/solver/order.h"
#include "core/engine/solver/state.h"

namespace headroom::engine::solver {

/// Marks what has no numbers: the rates behind components of unknown kind and in and behind cycles that do
/// not shrink; the responses of whatever waits for one of those.
void markUnknowns(const Model& model, const std::vector<VisitGroup>& groups, State& state);

}  // namespace headroom::engine::solver
