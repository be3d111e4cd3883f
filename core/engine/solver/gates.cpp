#include "core/engine/solver/gates.h"

#include <algorithm>
#include <cmath>

#include "core/engine/solver/gate_keys.h"
#include "core/queueing/bucket_delay.h"
#include "core/queueing/favouring_policer.h"
#include "core/queueing/token_bucket.h"
#include "core/queueing/window_limit.h"

namespace headroom::engine::solver {

namespace {

constexpr double msPerSecond = 1000;
constexpr double worthAWord = 0.001;

// Of one counter.
double admittedShare(const Gate& gate, double rate) {
    const queueing::WindowLimit window{.arrivals = rate * gate.windowS,
                                       .limit = gate.limitRps * gate.windowS};
    switch (gate.rule) {
        case LimitRule::fixedWindow:
            return queueing::fixedWindowShare(window).admitted;
        case LimitRule::slidingLog:
        case LimitRule::slidingCounter:
            return queueing::slidingWindowShare(window).admitted;
        case LimitRule::tokenBucket:
        case LimitRule::leakyBucket:
            break;
    }
    return queueing::policerShare({.arrivalRate = rate, .tokenRate = gate.limitRps, .bucket = gate.burst})
        .admitted;
}

double arrivalsAt(const Component& component, const State& state) {
    double arrivals = 0;
    for (const Index visit : component.visits) {
        arrivals += state.rate[visit];
    }
    return arrivals;
}

// A window is a bucket that holds what may come in one.
queueing::TokenBucket bucketOf(const Gate& gate, double rate) {
    const bool window = gate.rule != LimitRule::tokenBucket && gate.rule != LimitRule::leakyBucket;
    const double bucket = window ? std::max(1.0, std::floor(gate.limitRps * gate.windowS)) : gate.burst;
    const bool even = gate.rule == LimitRule::leakyBucket && gate.delays;
    return {.arrivalRate = rate / msPerSecond,
            .tokenRate = gate.limitRps / msPerSecond,
            .bucket = even ? 1 : bucket};
}

queueing::HeldBack heldBack(const Gate& gate, double rate) {
    return gate.delays ? queueing::heldByShaper(bucketOf(gate, rate))
                       : queueing::heldByLeakyBucket(bucketOf(gate, rate));
}

queueing::WaitDistribution delayOf(const Model& model, const Gate& gate, double rate) {
    if (!gate.perKey) {
        return queueing::holdingTime(bucketOf(gate, rate / gate.counters),
                                     heldBack(gate, rate / gate.counters), gate.delays);
    }
    queueing::HeldBack mixed;
    double admitted = 0;
    for (const KeyShare& key : keySharesOf(model)) {
        const double own = rate * key.rate / gate.counters;
        const queueing::HeldBack held = heldBack(gate, own);
        const double let = key.requests * admittedShare(gate, own);
        mixed.probability += let * held.probability;
        mixed.mean += let * held.mean;
        admitted += let;
    }
    mixed.probability /= std::max(admitted, 1e-300);
    mixed.mean /= std::max(admitted, 1e-300);
    return queueing::holdingTime(bucketOf(gate, rate), mixed, false);
}

bool holds(const Gate& gate) {
    return gate.delays || gate.rule == LimitRule::leakyBucket;
}

double shareOf(const Model& model, const Gate& gate, double arrivals) {
    if (!gate.perKey) {
        return admittedShare(gate, arrivals / gate.counters);
    }
    double admitted = 0;
    for (const KeyShare& key : keySharesOf(model)) {
        admitted += key.requests * admittedShare(gate, arrivals * key.rate / gate.counters);
    }
    return admitted;
}

// Both in a row, by their mean and the chance that there is any.
queueing::WaitDistribution together(const queueing::WaitDistribution& a,
                                    const queueing::WaitDistribution& b) {
    constexpr double nothing = 1e-6;
    if (a.mean() <= nothing * b.mean()) {
        return b;
    }
    if (b.mean() <= nothing * a.mean()) {
        return a;
    }
    const double probability = 1 - (1 - a.probability()) * (1 - b.probability());
    return queueing::WaitDistribution::exponential(
        {.probability = probability, .rate = probability / (a.mean() + b.mean())});
}

// In units of the time of a token: what each rank leaves to the ranks above it.
void shareByPriority(const Model& model, const Component& component, const Gate& gate, Index index,
                     State& state) {
    std::vector<queueing::BucketClass> classes;
    const double limit = std::max(gate.limitRps * gate.counters, 1e-300);
    double arrivals = 0;
    for (const Index visit : component.visits) {
        const Index rank = model.visits[visit].rank;
        classes.resize(std::max<std::size_t>(classes.size(), rank + 1));
        classes[rank].load += state.rate[visit] / limit;
        classes[rank].room = gate.burst * (1 - rank * gate.reserve) - 1;
        arrivals += state.rate[visit];
    }
    const std::vector<double> shares = queueing::favouringPolicer(classes);
    double admitted = 0;
    for (const Index visit : component.visits) {
        admitted += state.rate[visit] * shares[model.visits[visit].rank];
    }
    state.gated[index] = arrivals > 0 ? admitted / arrivals : 1;
    for (const Index visit : component.visits) {
        const double share = shares[model.visits[visit].rank];
        state.favour[visit] = state.gated[index] > 0 && arrivals > 0 ? share / state.gated[index] : 1;
    }
}

}  // namespace

bool turnsAway(const State& state, Index component) {
    return state.admitted(component) < 1 - worthAWord;
}

bool holdsBack(const Model& model, const State& state, Index component) {
    const auto& gate = model.components[component].steady.gate;
    return gate && holds(*gate) && std::ranges::any_of(state.pools[component], [](const PoolState& pool) {
               return pool.wait.probability() > worthAWord;
           });
}

bool evensOut(const Component& component) {
    const auto& gate = component.steady.gate;
    const bool bucket = gate && (gate->delays || gate->rule == LimitRule::tokenBucket ||
                                 gate->rule == LimitRule::leakyBucket);
    return bucket && !gate->perKey && gate->limitRps > 0;
}

double scvBehind(const Model& model, const State& state, Index index, double arrivalScv) {
    const Component& component = model.components[index];
    const Gate& gate = *component.steady.gate;
    const double rate = arrivalsAt(component, state) / gate.counters;
    const double let = gate.delays ? 1 : state.gated[index];
    const double load = std::min(rate * let / gate.limitRps, 1.0);
    const double spread = std::max(arrivalScv, 1.0);
    double held = 0;
    if (holds(gate) && rate > 0) {
        Gate shallow = gate;
        shallow.burst = 1 + (gate.burst - 1) / spread;
        held = load < 1 || !gate.delays ? std::min(heldBack(shallow, rate).probability, 1.0) : 1;
    }
    // Bursts that are cut off by a bucket that holds nothing are still bursts.
    const double letIn = std::pow(let, 2 / (spread * spread));
    const double from = gate.delays || !holds(gate) ? arrivalScv : std::min(arrivalScv, 1.0);
    return from * (1 - (1 - letIn * (1 - held * load)) / gate.counters);
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
        const Gate& gate = *component.steady.gate;
        const double arrivals = arrivalsAt(component, state);
        if (gate.delays) {
            constexpr double nothingPasses = 1e30;
            const double limit = limitOf(gate);
            state.gateLoad[i] = limit > 0 ? arrivals / limit : (arrivals > 0 ? nothingPasses : 0);
        } else if (gate.reserve > 0) {
            shareByPriority(model, component, gate, i, state);
        } else {
            state.gated[i] = shareOf(model, gate, arrivals);
        }
    }
}

void addGateDelays(const Model& model, State& state, Index i) {
    const Component& component = model.components[i];
    if (!component.steady.gate || !holds(*component.steady.gate)) {
        return;
    }
    const double arrivals = arrivalsAt(component, state);
    const double load = state.gateLoad[i];
    const double longest = model.horizonS * msPerSecond * (1 - 1 / std::max(load, 1.0));
    const auto delay = load >= 1 ? queueing::WaitDistribution::uniform(longest)
                                 : delayOf(model, *component.steady.gate, arrivals);
    for (PoolState& pool : state.pools[i]) {
        if (delay.mean() > pool.wait.mean()) {
            pool.formula = "bucket, by the work of an M/D/1 queue";
        }
        pool.wait = together(pool.wait, delay);
    }
}

}  // namespace headroom::engine::solver
