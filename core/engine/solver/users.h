#pragma once

#include <stop_token>
#include <vector>

#include "core/engine/solver/fixed_point.h"

namespace headroom::engine::solver {

/// Whether some workload is closed.
bool hasUsers(const Model& model);

/// Settles a model whose closed workloads send as fast as their users come round: N = X (Z + R), where R is
/// the time until it is known what becomes of a request, answered or not (what is never answered holds its
/// user for the horizon). Sets the rates of these workloads. Exact where the network has a product form
/// (product_network.h); else who arrives finds what comes to a machine without its own user. Without closed
/// workloads the same as `settle`.
Settled settleWithUsers(Model& model, const std::vector<VisitGroup>& groups, const std::stop_token& stop,
                        SolvedParts* parts = nullptr);

/// Whether the answer of that takes arrivals as Bard and Schweitzer do.
bool usersAreApproximate(const Model& model);

}  // namespace headroom::engine::solver
