#include "core/engine/solver/gates.h"

#include "core/queueing/token_bucket.h"
#include "core/queueing/window_limit.h"

namespace headroom::engine::solver {

namespace {

// One of the counters, each with an even part of the requests.
double admittedShare(const Gate& gate, double arrivalRps) {
    const double rate = arrivalRps / gate.counters;
    const queueing::WindowLimit window{.arrivals = rate * gate.windowS,
                                       .limit = gate.limitRps * gate.windowS};
    switch (gate.rule) {
        case LimitRule::fixedWindow:
            return queueing::fixedWindowShare(window).admitted;
        case LimitRule::slidingLog:
        case LimitRule::slidingCounter:
            return queueing::slidingWindowShare(window).admitted;
        case LimitRule::tokenBucket:
            break;
    }
    return queueing::policerShare({.arrivalRate = rate, .tokenRate = gate.limitRps, .bucket = gate.burst})
        .admitted;
}

}  // namespace

bool turnsAway(const State& state, Index component) {
    constexpr double worthAWord = 0.001;
    return state.admitted(component) < 1 - worthAWord;
}

double limitOf(const Gate& gate) {
    return gate.limitRps * gate.counters;
}

void findAdmissions(const Model& model, State& state) {
    for (Index i = 0; i < model.components.size(); ++i) {
        const Component& component = model.components[i];
        if (!component.steady.gate) {
            continue;
        }
        double arrivals = 0;
        for (const Index visit : component.visits) {
            arrivals += state.rate[visit];
        }
        state.gated[i] = admittedShare(*component.steady.gate, arrivals);
    }
}

}  // namespace headroom::engine::solver
