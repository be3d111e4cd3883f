#include "core/engine/solver/attempts.h"

#include <limits>

namespace headroom::engine::solver {

queueing::BudgetedRetries retriesOf(const Connection& connection, double failure) {
    return queueing::budgetedRetries(failure, connection.retries,
                                     connection.retryBudget.value_or(std::numeric_limits<double>::max()));
}

CallOutcome attempted(const Model& model, const State& state, Index call) {
    const Call& c = model.calls[call];
    if (!c.awaited || c.visit == none) {
        return {};
    }
    const Connection& connection = model.connections[c.connection];
    CallOutcome outcome{.success = state.success[c.visit], .failure = state.failure[c.visit]};
    if (connection.timeoutMs) {
        outcome.success *= state.answeredShare[call];
        outcome.failure = 1 - outcome.success;
    }
    if (connection.retries > 0) {
        const queueing::BudgetedRetries retries = retriesOf(connection, outcome.failure);
        outcome.attempts = retries.attempts;
        outcome.success *= retries.attempts;
        outcome.failure = retries.failed;
    }
    return outcome;
}

}  // namespace headroom::engine::solver
