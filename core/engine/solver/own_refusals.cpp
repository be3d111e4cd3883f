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

double shareTurnedBack(const Connection& connection, const Wanted& wanted) {
    if (!(wanted.rate > 0)) {
        return 0;
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
    return std::clamp(1 - free, 0.0, 1.0);
}

}  // namespace

bool refusesItself(const Connection& connection) {
    return connection.maxConcurrent || connection.breaker;
}

void findOwnRefusals(const Model& model, const Responses& responses, State& state) {
    constexpr double msPerSecond = 1000;
    std::vector<Wanted> wanted(model.connections.size());
    for (Index visit = 0; visit < model.visits.size(); ++visit) {
        const Visit& v = model.visits[visit];
        const double machines = std::max(model.componentOf(v).steady.machines, 1.0);
        for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
            const Call& call = model.calls[i];
            if (!call.awaited || call.visit == none || !refusesItself(model.connections[call.connection])) {
                continue;
            }
            const AttemptAnswer& answer = responses.answer(i);
            const double rate = state.rate[visit] * state.wanted[i] / machines / msPerSecond;
            Wanted& all = wanted[call.connection];
            all.rate += rate;
            all.openMs += rate * answer.openMs;
            all.failing += rate * answer.failing;
        }
    }
    for (Index i = 0; i < model.connections.size(); ++i) {
        if (refusesItself(model.connections[i])) {
            state.turnedBack[i] = shareTurnedBack(model.connections[i], wanted[i]);
        }
    }
}

}  // namespace headroom::engine::solver
