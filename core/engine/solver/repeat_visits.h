#pragma once

#include <vector>

#include "core/engine/solver/known_findings.h"
#include "core/engine/solver/order.h"
#include "core/engine/solver/state.h"

namespace headroom::engine::solver {

/// Components where one request can wait more than once. Its waits there depend on each other, which the
/// percentiles leave out (means are not touched).
std::vector<Index> visitedAgain(const Model& model, const std::vector<VisitGroup>& groups, const State& state,
                                KnownFindings& known);

/// Balancers that take turns between several targets, and that one request can come to more than once. It may
/// then meet the same target each time: with two targets and two calls the first of them always goes to one
/// of them. Means over all of its visits are not touched.
std::vector<Index> turnsInStep(const Model& model, const std::vector<VisitGroup>& groups, const State& state,
                               KnownFindings& known);

}  // namespace headroom::engine::solver
