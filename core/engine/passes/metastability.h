#pragma once

#include <stop_token>
#include <vector>

#include "core/engine/solver/fixed_point.h"
#include "core/results/results.h"

namespace headroom::engine::passes {

/// Where callers send again what failed: whether the design has a second steady state at this load, which
/// the retries themselves keep going (Bronson et al. 2021, Huang et al. 2022). Fills `fixed_points` with the
/// goodputs of all of them, the healthiest first, and says between which loads there are several, to about
/// 2 %. `settled` is the least one. Does nothing where nobody retries.
void addMetastability(const solver::Model& model, const std::vector<solver::VisitGroup>& groups,
                      solver::Settled& settled, const std::stop_token& stop, results::Results& results);

}  // namespace headroom::engine::passes
