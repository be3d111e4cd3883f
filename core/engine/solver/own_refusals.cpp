#include "core/engine/solver/own_refusals.h"

#include <algorithm>
#include <vector>

#include "core/queueing/circuit_breaker.h"
#include "core/queueing/erlang.h"

namespace headroom::engine::solver {

namespace {

/// What one machine of a caller wants to send over a connection, per ms.
struct Wanted {
    double rate = 0;
    double openMs = 0;   ///< of an attempt that is made, times its rate
    double failing = 0;  ///< rate of attempts that fail where they are made
};

double shareLetThrough(const Connection& connection, const Wanted& wanted) {
    if (!(wanted.rate > 0)) {
        return 1;
    }
    const double openMs = wanted.openMs / wanted.rate;
    double free = 1;
    if (connection.breaker) {
        free -= queueing::refusedByBreaker({.attemptRate = wanted.rate,
                                            .failure = wanted.failing / wanted.rate,
                                            .callTime = openMs,
                                            .threshold = connection.breaker->threshold,
                                            .window = connection.breaker->window,
                                            .openTime = connection.breaker->openMs});
    }
    if (connection.maxConcurrent) {
        free *= 1 - queueing::erlangB(wanted.rate * free * openMs, *connection.maxConcurrent);
    }
    return std::clamp(free, 0.0, 1.0);
}

}  // namespace

bool refusesItself(const Connection& connection) {
    return connection.maxConcurrent || connection.breaker;
}

OwnRefusals::OwnRefusals(const Model& model, State& state)
    : model_(model),
      state_(state),
      any_(std::ranges::any_of(model.connections, refusesItself)),
      letThrough_(model.connections.size()) {}

void OwnRefusals::settle(const Responses& responses, SettleStep step) {
    constexpr double msPerSecond = 1000;
    std::vector<Wanted> wanted(model_.connections.size());
    for (Index visit = 0; visit < model_.visits.size(); ++visit) {
        const Visit& v = model_.visits[visit];
        const double machines = std::max(model_.componentOf(v).steady.machines, 1.0);
        for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
            const Call& call = model_.calls[i];
            if (!call.awaited || call.visit == none || !refusesItself(model_.connections[call.connection])) {
                continue;
            }
            const AttemptAnswer& answer = responses.answer(i);
            const double rate = state_.rate[visit] * state_.wanted[i] / machines / msPerSecond;
            Wanted& all = wanted[call.connection];
            all.rate += rate;
            all.openMs += rate * answer.openMs;
            all.failing += rate * answer.failing;
        }
    }
    for (Index i = 0; i < model_.connections.size(); ++i) {
        if (refusesItself(model_.connections[i])) {
            const double possible = shareLetThrough(model_.connections[i], wanted[i]);
            double& turnedBack = state_.turnedBack[i];
            turnedBack = possible > 0 ? 1 - letThrough_[i].next(1 - turnedBack, possible, step) : 1;
        }
    }
}

double OwnRefusals::unsettled() const {
    double most = 0;
    for (const ShareBracket& share : letThrough_) {
        most = std::max(most, share.unsettled());
    }
    return most;
}

}  // namespace headroom::engine::solver
