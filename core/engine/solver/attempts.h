#pragma once

#include "core/engine/solver/state.h"
#include "core/queueing/retry.h"

namespace headroom::engine::solver {

/// One call with its timeout and its retries (engine rules 8 and 9), from what becomes of a request at the
/// callee. Attempts are taken as independent of each other.
CallOutcome attempted(const Model& model, const State& state, Index call);

/// Retries where one attempt fails with that probability.
queueing::BudgetedRetries retriesOf(const Connection& connection, double failure);

}  // namespace headroom::engine::solver
