#include "core/engine/solver/attempts.h"

#include <algorithm>
#include <limits>

namespace headroom::engine::solver {

queueing::BudgetedRetries retriesOf(const Connection& connection, double failure) {
    return queueing::budgetedRetries(failure, connection.retries, budgetOf(connection));
}

double budgetOf(const Connection& connection) {
    return connection.retryBudget.value_or(std::numeric_limits<double>::max());
}

std::vector<double> withMemory(double share, const std::vector<double>& remembered) {
    std::vector<double> again;
    for (const double part : remembered) {
        again.push_back(share + part * (1 - share));
    }
    return again;
}

bool isTimed(const Model& model, const Call& call) {
    const Connection& connection = model.connections[call.connection];
    return call.awaited && call.visit != none && !call.comesBack &&
           (connection.timeoutMs || connection.hedgeAfterMs);
}

bool hasTimedCalls(const Model& model) {
    return std::any_of(model.calls.begin(), model.calls.end(),
                       [&](const Call& call) { return isTimed(model, call); });
}

bool hasRetries(const Model& model) {
    return std::any_of(model.calls.begin(), model.calls.end(), [&](const Call& call) {
        return call.awaited && model.connections[call.connection].retries > 0;
    });
}

namespace {

// Where those that follow a timeout are late the more likely.
void sendLateAgain(const Model& model, const State& state, Index call, double made, CallOutcome& outcome) {
    const Call& c = model.calls[call];
    const Connection& connection = model.connections[c.connection];
    const double refused = made * (c.reaches * state.failure[c.visit] + c.refused);
    outcome.failing = std::min(refused * state.answers[call].failedInTime, outcome.failure);
    outcome.late = outcome.failure - outcome.failing;
    const double late = made > 0 ? std::min(outcome.late / made, 1.0) : 0;
    const queueing::RefusedRetries retries = queueing::retriesAfterRefusal(
        {.success = outcome.success, .rejected = outcome.late, .failed = outcome.failing}, late,
        withMemory(late, state.lateAgain[call]), connection.retries, budgetOf(connection));
    outcome.granted = retries.granted;
    outcome.retries = retries.attempts - 1;
    outcome.intact *= outcome.success > 0 ? retries.success / outcome.success : 0;
    outcome.success = retries.success;
    outcome.failure = retries.failed;
}

// From what becomes of one attempt, of which `made` is not refused by the caller, to all of them.
void sendAgain(const Model& model, const State& state, Index call, double made, CallOutcome& outcome) {
    const Call& c = model.calls[call];
    const Connection& connection = model.connections[c.connection];
    const double full = 1 - state.room[model.visits[c.visit].component];
    const double rejected = std::min(made * c.reaches * full, outcome.failure);
    if (!state.lateAgain[call].empty()) {
        sendLateAgain(model, state, call, made, outcome);
        return;
    }
    outcome.failing = outcome.failure - rejected;
    if (state.stillFull[call].empty() || !(rejected > 0)) {
        const queueing::BudgetedRetries retries = retriesOf(connection, outcome.failure);
        outcome.granted = retries.granted;
        outcome.retries = retries.attempts - 1;
        outcome.success *= retries.attempts;
        outcome.intact *= retries.attempts;
        outcome.failure = retries.failed;
        return;
    }
    const queueing::RefusedRetries retries = queueing::retriesAfterRefusal(
        {.success = outcome.success, .rejected = rejected, .failed = outcome.failure - rejected}, full,
        state.stillFull[call], connection.retries, budgetOf(connection));
    outcome.granted = retries.granted;
    outcome.retries = retries.attempts - 1;
    outcome.intact *= outcome.success > 0 ? retries.success / outcome.success : 0;
    outcome.success = retries.success;
    outcome.failure = retries.failed;
    outcome.echoes = retries.echoes;
}

}  // namespace

CallOutcome attempted(const Model& model, const State& state, Index call) {
    const Call& c = model.calls[call];
    if (!c.awaited || c.visit == none) {
        return {};
    }
    const Connection& connection = model.connections[c.connection];
    if (state.allSpent) {
        const double all = retriesOf(connection, 1).attempts;
        return {.wanted = all, .sent = all};
    }
    const AttemptAnswer& answer = state.answers[call];
    const double made = 1 - state.turnedBack[c.connection];
    const double answered = made * c.reaches * state.success[c.visit];
    const double refused = made * (c.reaches * state.failure[c.visit] + c.refused);
    const double success = std::min(answered * answer.answeredShare, 1.0);
    const double open = connection.timeoutMs && !c.comesBack ? 0 : made - answered - refused;
    const double failure = isTimed(model, c) ? std::max(made - success - open, 0.0) : refused;
    CallOutcome outcome{
        .success = success,
        .failure = failure,
        .intact = answered > 0 ? success * made * c.reaches * state.intact[c.visit] / answered : 0};
    if (connection.retries > 0) {
        sendAgain(model, state, call, made, outcome);
    }
    outcome.wanted = 1 + outcome.retries;
    outcome.failure += outcome.wanted * (1 - made);
    outcome.sent = outcome.wanted * made * (1 + answer.copies);
    outcome.echoes *= 1 + answer.copies;
    return outcome;
}

}  // namespace headroom::engine::solver
