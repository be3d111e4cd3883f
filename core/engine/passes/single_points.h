#pragma once

#include <vector>

#include "core/engine/solver/known_findings.h"
#include "core/engine/solver/order.h"
#include "core/engine/solver/state.h"
#include "core/results/results.h"

namespace headroom::engine::passes {

/// The components that are one machine without which some workload gets no answer at all, in the order of the
/// design: what `what_if.h` finds by solving the design without each of them, here read off the calls that
/// an answer cannot do without, in one pass from the callees back. `groups` are callees first. Never one too
/// many; none beyond some 20 000 components, and perhaps too few around a large circle of calls.
std::vector<Id> singlePointsOfFailure(const solver::Model& model,
                                      const std::vector<solver::VisitGroup>& groups,
                                      const solver::State& state);

/// Says so of them where there are any. They follow from rates and outcomes, and what these follow from.
void addSinglePoints(const solver::Model& model, const std::vector<solver::VisitGroup>& groups,
                     const solver::State& state, solver::KnownFindings& known, results::Results& results);

}  // namespace headroom::engine::passes
