#include "core/engine/solver/line_leavers.h"

#include <algorithm>
#include <set>

#include "core/engine/solver/attempts.h"
#include "core/engine/solver/balancing.h"
#include "core/engine/solver/source_bounds.h"
#include "core/engine/solver/stations.h"

namespace headroom::engine::solver {

namespace {

/// Different limits at one queue; of more, neighbours are one with their mean.
constexpr std::size_t mostLimits = 32;

std::vector<queueing::Patience> fewerOf(std::vector<queueing::Patience> all) {
    if (all.size() <= mostLimits) {
        return all;
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.limit < b.limit; });
    std::vector<queueing::Patience> few(mostLimits, {0, 0});
    for (std::size_t i = 0; i < all.size(); ++i) {
        queueing::Patience& into = few[i * mostLimits / all.size()];
        const double share = into.share + all[i].share;
        into.limit += share > 0 ? (all[i].limit - into.limit) * all[i].share / share : 0;
        into.share = share;
    }
    return few;
}

// The share that would wait longer than `limit` at the pools that answer.
double waitsLonger(const Model& model, const State& state, const Visit& visit, double limit) {
    double longer = 0;
    for (std::size_t p = 0; visit.worksHere && p < state.pools[visit.component].size(); ++p) {
        const PoolState& pool = state.pools[visit.component][p];
        if (takenBackAt(model, visit, p) > 0 && leavesLine(model, state, visit.component, p)) {
            longer += model.answersAt(visit, p) * pool.offeredTail(limit);
        }
    }
    return longer;
}

}  // namespace

double patienceMs(const Model& model, const Call& call) {
    const Connection& c = model.connections[call.connection];
    return std::max(*c.timeoutMs - (c.latencyMs + call.transferMs) / 2, 0.0);
}

bool isTakenBack(const Model& model, const Call& call) {
    const Connection& c = model.connections[call.connection];
    return c.cancelsOnTimeout && c.timeoutMs && isTimed(model, call);
}

LineLeavers::LineLeavers(const Model& model, State& state)
    : model_(model),
      any_(std::ranges::any_of(model.calls, [&](const Call& c) { return isTakenBack(model, c); })) {
    if (!any_) {
        return;
    }
    for (const Index component : balancedByLoad(model)) {
        state.pickedByLoad[component] = 1;
    }
}

void LineLeavers::find(State& state) const {
    if (!any_) {
        return;
    }
    for (std::vector<queueing::Patience>& patience : state.patience) {
        patience.clear();
    }
    for (Index visit = 0; visit < model_.visits.size(); ++visit) {
        const Visit& v = model_.visits[visit];
        for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
            const Call& call = model_.calls[i];
            const double rate = state.rate[visit] * state.made[i] * call.reaches;
            if (!isTakenBack(model_, call) || !(rate > 0)) {
                continue;
            }
            const queueing::Patience one{std::min(rate / state.rate[call.visit], 1.0),
                                         patienceMs(model_, call)};
            state.patience[call.visit].push_back(one);
            state.callStays[i] = 1 - leavingShare(model_, state, model_.visits[call.visit], {{1, one.limit}});
        }
    }
    for (std::vector<queueing::Patience>& patience : state.patience) {
        patience = fewerOf(std::move(patience));
    }
}

bool leavesLine(const Model& model, const State& state, Index component, std::size_t pool) {
    const Component& c = model.components[component];
    const MachinePool& at = c.steady.pools[pool];
    const bool holdsBack = c.steady.gate && c.steady.gate->delays;
    return !at.queueLimit && !at.slotCount && !at.unlimited && !c.steady.urgentFirst && !holdsBack &&
           c.steady.onward != Onward::consumers && state.consumes[component] == 0 &&
           state.pickedByLoad[component] == 0 && !isSourceBound(c, at);
}

double takenBackAt(const Model& model, const Visit& visit, std::size_t pool) {
    const auto& store = model.componentOf(visit).steady.store;
    const bool together = store && (store->replication == Replication::leaderless ||
                                    (model.opOf(visit) == Op::write && store->syncReplicas > 0));
    const double jobs = model.jobsAt(visit, pool);
    return together || !(jobs > 0) ? 0 : std::min(model.answersAt(visit, pool) / jobs, 1.0);
}

std::vector<queueing::Patience> patienceAt(const Model& model, const State& state, Index component,
                                           std::size_t pool) {
    std::vector<queueing::Patience> all;
    double jobs = 0;
    if (state.patience.empty() || !leavesLine(model, state, component, pool)) {
        return all;
    }
    for (const Index visit : model.components[component].visits) {
        const Visit& v = model.visits[visit];
        const double here = state.rate[visit] * state.favour[visit] * model.jobsAt(v, pool);
        jobs += v.worksHere ? here : 0;
        jobs += state.fills[visit] * model.components[component].steady.pools[pool].jobs[indexOf(Op::write)];
        for (const queueing::Patience& p : state.patience[visit]) {
            if (v.worksHere && here > 0) {
                all.push_back({p.share * here * takenBackAt(model, v, pool), p.limit});
            }
        }
    }
    std::erase_if(all, [](const queueing::Patience& p) { return !(p.share > 0); });
    for (queueing::Patience& p : all) {
        p.share /= jobs;
    }
    return fewerOf(std::move(all));
}

double leavingShare(const Model& model, const State& state, const Visit& visit,
                    const std::vector<queueing::Patience>& patience) {
    double share = 0;
    for (const queueing::Patience& p : patience) {
        share += p.share * waitsLonger(model, state, visit, p.limit);
    }
    return std::clamp(share, 0.0, 1.0);
}

double loadLeaving(const WorkMix& mix, const MachinePool& pool, double arrivalScv,
                   std::vector<queueing::Patience> patience, PoolState& at) {
    constexpr double nearlyAlways = 1 - 1e-12;
    const bool exact = arrivalScv == 1 && mix.isExponential();
    const double variation = exact ? 1 : variationOf(mix, pool, arrivalScv);
    for (queueing::Patience& p : patience) {
        p.limit /= variation;
    }
    const queueing::MmcTimeoutQueue queue(mix.rate(), 1 / mix.mean(), pool.workers, std::move(patience));
    if (queue.endlessUtilization() >= 1) {
        return queue.endlessUtilization();
    }
    using queueing::WaitDistribution;
    at.leaving =
        PoolState::Leaving{.offered = WaitDistribution::piecewise(queue.offeredWait().stretched(variation)),
                           .served = WaitDistribution::piecewise(queue.servedWait().stretched(variation)),
                           .stays = 1 - queue.abandoned(),
                           .meanInLine = queue.meanWaitOfAll() * variation,
                           .exact = exact};
    return std::min(queue.utilization(), nearlyAlways);
}

std::vector<Id> roughlyLeft(const Model& model, const State& state) {
    constexpr double worthAWord = 1e-6;
    std::set<Id> ids;
    for (Index i = 0; i < model.calls.size(); ++i) {
        const Call& call = model.calls[i];
        if (!isTakenBack(model, call) || !(state.rate[call.visit] > 0)) {
            continue;
        }
        const Visit& v = model.visits[call.visit];
        const bool varies = model.connections[call.connection].latencyScv > 0;
        bool rough = varies && 1 - state.callStays[i] > worthAWord;
        for (std::size_t p = 0; v.worksHere && p < state.pools[v.component].size(); ++p) {
            const PoolState& pool = state.pools[v.component][p];
            const bool leftOut = !leavesLine(model, state, v.component, p) || !(takenBackAt(model, v, p) > 0);
            rough = rough || (leftOut && model.askedAt(v, p) > 0 && pool.meanWait(v.rank) > 0);
        }
        if (rough) {
            ids.insert(model.components[v.component].id);
        }
    }
    return {ids.begin(), ids.end()};
}

}  // namespace headroom::engine::solver
