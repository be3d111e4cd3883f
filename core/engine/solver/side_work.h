#pragma once

#include <vector>

#include "core/engine/solver/known_findings.h"
#include "core/engine/solver/order.h"
#include "core/engine/solver/state.h"

namespace headroom::engine::solver {

/// Components that work more than once for a request on average, and for some of it nobody waits: messages
/// that were published one after the other without pause, or that meet a later call of the same request.
/// These do not come at random, as the formulas have it.
std::vector<Index> meetingThemselves(const Model& model, const std::vector<VisitGroup>& groups,
                                     const State& state, KnownFindings& known);

}  // namespace headroom::engine::solver
