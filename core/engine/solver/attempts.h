#pragma once

#include "core/engine/solver/state.h"
#include "core/queueing/retry.h"

namespace headroom::engine::solver {

/// One call with its timeout and its retries (engine rules 8 and 9), from what becomes of a request at the
/// callee. Attempts are taken as independent of each other.
CallOutcome attempted(const Model& model, const State& state, Index call);

/// Retries where one attempt fails with that probability.
queueing::BudgetedRetries retriesOf(const Connection& connection, double failure);

/// Retries for one first attempt, at most.
double budgetOf(const Connection& connection);

/// The shares of attempts that follow a failure and fail for what that one did: of the others, those parts
/// remember it.
std::vector<double> withMemory(double share, const std::vector<double>& remembered);

/// Whether what comes of a call depends on how long it takes. Limits of calls that lead back to their caller
/// are left out.
bool isTimed(const Model& model, const Call& call);
/// Whether any call does.
bool hasTimedCalls(const Model& model);
/// Whether some caller sends again what failed.
bool hasRetries(const Model& model);

}  // namespace headroom::engine::solver
