#include "core/engine/solver/priorities.h"

#include <algorithm>

#include "core/engine/solver/stations.h"
#include "core/queueing/priority_waits.h"

namespace headroom::engine::solver {

namespace {

constexpr double msPerSecond = 1000;

Index ranksAt(const Model& model, Index component) {
    Index most = 0;
    for (const Index visit : model.components[component].visits) {
        most = std::max(most, model.visits[visit].rank);
    }
    return most + 1;
}

// Of what finds room.
std::vector<queueing::UrgencyClass> classesAt(const Model& model, const State& state, Index component,
                                              std::size_t pool, Index ranks) {
    std::vector<queueing::UrgencyClass> classes;
    for (Index rank = 0; rank < ranks; ++rank) {
        const WorkMix mix = mixOf(model, state, model.components[component], pool, rank);
        const double mean = mix.rate() > 0 ? mix.mean() : 0;
        classes.push_back({.arrivalRate = mix.rate() * state.room[component],
                           .serviceMean = mean,
                           .secondMoment = mix.rate() > 0 ? mean * mean * (1 + mix.scv()) : 0,
                           .thirdMoment = mix.rate() > 0 ? mix.thirdMoment() : 0});
    }
    return classes;
}

// A queue with bounded room does not grow as an endless one would: the wait of all, over that for the first
// completion alone, tells how much of its load has the same effect there as without bounds.
double loadThatCounts(const PoolState& at, double workers) {
    const double first = at.wait.probability() * at.meanMs * (1 + at.scv) / 2 / workers;
    return std::clamp((1 - first / at.wait.mean()) / std::max(at.utilization, 1e-300), 0.0, 1.0);
}

}  // namespace

void findRankShares(const Model& model, State& state, Index component) {
    const Component& c = model.components[component];
    const Index ranks = ranksAt(model, component);
    for (std::size_t p = 0; p < c.steady.pools.size(); ++p) {
        PoolState& at = state.pools[component][p];
        at.ranks.assign(ranks, {.wait = queueing::WaitDistribution::none(), .served = at.served});
        if (at.utilization <= 1 || c.steady.pools[p].queueLimit) {
            continue;
        }
        const std::vector<double> shares = queueing::urgencyShares(
            classesAt(model, state, component, p, ranks), static_cast<double>(c.steady.pools[p].workers));
        for (Index rank = 0; rank < ranks; ++rank) {
            at.ranks[rank].served = at.served * at.utilization * shares[rank];
        }
    }
}

void findRankWaits(const Model& model, State& state, Index i) {
    if (!model.components[i].steady.urgentFirst) {
        return;
    }
    for (std::size_t p = 0; p < state.pools[i].size(); ++p) {
        PoolState& at = state.pools[i][p];
        if (at.ranks.empty() || at.wait.kind() == queueing::WaitDistribution::Kind::None) {
            continue;
        }
        const auto workers = static_cast<double>(model.components[i].steady.pools[p].workers);
        auto classes = classesAt(model, state, i, p, static_cast<Index>(at.ranks.size()));
        if (model.components[i].steady.pools[p].queueLimit) {
            const double part = loadThatCounts(at, workers);
            for (queueing::UrgencyClass& one : classes) {
                one.arrivalRate *= part;
            }
        }
        const bool overload = at.utilization >= 1;
        const auto waits = overload ? queueing::urgencyWaitsInOverload(classes, workers)
                                    : queueing::urgencyWaits(classes, workers, at.wait);
        const std::vector<double> shares = queueing::urgencyShares(classes, workers);
        const bool bounded = model.components[i].steady.pools[p].queueLimit.has_value();
        for (std::size_t rank = 0; rank < waits.size(); ++rank) {
            queueing::WaitDistribution& wait = at.ranks[rank].wait;
            wait = waits[rank];
            if (overload && shares[rank] < 1) {
                wait = queueing::WaitDistribution::uniform(model.horizonS * msPerSecond * (1 - shares[rank]));
            } else if (bounded && wait.mean() > 0) {
                // No longer tail than an exponential one, since there is an end to the queue.
                const double waiting = wait.probability();
                wait = queueing::WaitDistribution::exponential(
                    {.probability = waiting, .rate = waiting / wait.mean()});
            }
        }
        at.formula = "the more urgent first, Cobham 1954";
    }
}

}  // namespace headroom::engine::solver
