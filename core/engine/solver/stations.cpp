#include "core/engine/solver/stations.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/engine/solver/late_again.h"
#include "core/engine/solver/line_leavers.h"
#include "core/engine/solver/priorities.h"
#include "core/engine/solver/slots.h"
#include "core/engine/solver/source_bounds.h"
#include "core/engine/solver/users_waits.h"
#include "core/queueing/gg_c.h"
#include "core/queueing/gi_m_c.h"
#include "core/queueing/mm_c.h"

namespace headroom::engine::solver {

namespace {

constexpr double msPerSecond = 1000;

// Of the requests that are let in, what the workers of a machine have to do, over what they can.
double utilizationOf(const MachinePool& pool, const WorkMix& mix) {
    return pool.unlimited ? 0 : mix.rate() * mix.mean() / static_cast<double>(pool.workers);
}

// Nothing else is worked on besides what arrives in that stream.
bool isAllThatComes(const ArrivalShape& arrivals, const WorkMix& mix) {
    constexpr double rounding = 1e-9;
    return arrivals.renewal && std::abs(arrivals.renewal->mean() * mix.rate() - 1) < rounding;
}

// The times between arrivals: as they are where that is known, else two moments of them.
queueing::RenewalStream streamOf(const ArrivalShape& arrivals, const WorkMix& mix) {
    using queueing::ServiceDistribution;
    const double mean = 1 / mix.rate();
    if (isAllThatComes(arrivals, mix)) {
        return *arrivals.renewal;
    }
    return {arrivals.scv > 1 ? ServiceDistribution::hyperexponential(mean, arrivals.scv)
                             : ServiceDistribution::gamma(mean, arrivals.scv)};
}

// One worker; or several, as if services were exponential, times what other services change for one as fast
// as all, times how much less or more that is for several where arrivals are random.
queueing::WaitDistribution waitOfStream(const WorkMix& mix, std::int64_t workers,
                                        const ArrivalShape& arrivals, KnownWaits& known, PoolState& at) {
    using queueing::WaitDistribution;
    const queueing::RenewalStream stream = streamOf(arrivals, mix);
    const double mean = mix.mean();
    const auto speed = static_cast<double>(workers);
    at.exact = false;
    if (mix.isExponential()) {
        at.formula = "GI/M/c by its root, Takacs 1962";
        return WaitDistribution::exponential(queueing::GiMcQueue(stream, 1 / mean, workers).wait());
    }
    const queueing::RenewalWait one = known.renewal(stream, mix.distribution(), speed);
    if (workers == 1) {
        at.formula = "GI/G/1, Pollaczek 1957";
        return WaitDistribution::gamma(one.probability, one.mean, one.variance);
    }
    at.formula = "GI/M/c, Takacs 1962, times what services change";
    const auto variedOver = [&](std::int64_t servers, double serviceMean) {
        const double varied = known
                                  .twoMoments({.arrivalRate = mix.rate(),
                                               .serviceMean = serviceMean,
                                               .servers = servers,
                                               .serviceScv = mix.scv()})
                                  .mean();
        const double plain = queueing::MmcQueue(mix.rate(), 1 / serviceMean, servers).meanWait();
        return plain > 0 ? varied / plain : 1;
    };
    const queueing::ExponentialWait all = queueing::GiMcQueue(stream, 1 / mean, workers).wait();
    const double plain = queueing::GiMcQueue(stream, speed / mean, 1).meanWait();
    if (!(all.mean() > 0) || !(plain > 0) || !(one.mean > 0)) {
        return WaitDistribution::none();
    }
    const double changed =
        all.mean() * one.mean / plain * variedOver(workers, mean) / variedOver(1, mean / speed);
    return WaitDistribution::exponential({.probability = all.probability, .rate = all.probability / changed});
}

constexpr double nearlyAlways = 1 - 1e-12;

// What one who arrives may find.
WorkMix seenMix(const Model& model, const State& state, Index index, std::size_t p) {
    WorkMix all = mixOf(model, state, model.components[index], p);
    return state.seen[index] == 1 ? all : all.thinned(state.seen[index]);
}

// Who waits for a slot: everything that comes is served, or turned away, as slots allow.
double loadSlots(const WorkMix& mix, const MachinePool& pool, PoolState& at) {
    const double room = pool.queueLimit ? at.slotShare : 1;
    at.served *= pool.queueLimit ? 1 : at.slotShare;
    at.arrivalRps = mix.rate() * room * msPerSecond;
    at.meanMs = mix.mean();
    at.scv = mix.scv();
    at.utilization = std::min(utilizationOf(pool, mix) * at.slotShare, nearlyAlways);
    return room;
}

double roomAt(const State& state, Index index, const WorkMix& mix, const MachinePool& pool) {
    return state.returnedTo[index].known ? 1 - state.returnedTo[index].full
                                         : boundedQueue(mix.thinned(state.seen[index]), pool,
                                                        state.arrivalScv[index], state.together[index])
                                               .room;
}

// The share that finds room.
double loadPool(const Model& model, State& state, Index index, std::size_t p) {
    const Component& component = model.components[index];
    const MachinePool& pool = component.steady.pools[p];
    const WorkMix mix = mixOf(model, state, component, p);
    PoolState& at = state.pools[index][p];
    at.served = 1 / std::max(1.0, state.gateLoad[index]);
    at.leaving.reset();
    if (needsSlots(state, index, pool)) {
        return loadSlots(mix, pool, at);
    }
    const double room = pool.queueLimit ? roomAt(state, index, mix, pool) : 1;
    at.arrivalRps = mix.rate() * room * msPerSecond;
    at.meanMs = mix.mean();
    at.scv = mix.scv();
    at.utilization =
        pool.queueLimit ? std::min(utilizationOf(pool, mix) * room, nearlyAlways) : utilizationOf(pool, mix);
    if (const auto patience = patienceAt(model, state, index, p); !patience.empty() && at.utilization > 0) {
        at.utilization = loadLeaving(mix, pool, state.arrivalScv[index], patience, at);
        if (const auto& returns = state.lateReturns[index]; returns && at.leaving) {
            layReturns(*returns, at);
        }
    }
    if (isSourceBound(component, pool)) {
        at.utilization = std::min(at.utilization, nearlyAlways);
    } else if (!pool.queueLimit && at.utilization > 1) {
        at.served /= at.utilization;
    }
    return room;
}

// What all pools let in, by what comes to each.
void loadPools(const Model& model, State& state, Index index) {
    double coming = 0;
    double admitted = 0;
    for (std::size_t p = 0; p < state.pools[index].size(); ++p) {
        const double room = loadPool(model, state, index, p);
        const double let =
            state.pools[index][p].arrivalRps * model.components[index].steady.pools[p].machines;
        coming += room > 0 ? let / room : 0;
        admitted += let;
    }
    state.room[index] = coming > 0 ? admitted / coming : 1;
}

// Where all shards are asked, as much as the fullest gets round to: all serve what came first.
double servedOf(const Model& model, const State& state, const Visit& visit) {
    const std::vector<PoolState>& pools = state.pools[visit.component];
    if (!visit.worksHere || pools.empty()) {
        return 1;
    }
    double served = 0;
    double everywhere = 1;
    for (std::size_t p = 0; p < pools.size(); ++p) {
        const double here = servedAt(model, state, visit, p);
        served += model.answersAt(visit, p) * here;
        everywhere = model.jobsAt(visit, p) > 0 ? std::min(everywhere, here) : everywhere;
    }
    return served + model.scatterOf(visit) * everywhere;
}

}  // namespace

WorkMix mixOf(const Model& model, const State& state, const Component& component, std::size_t p,
              std::optional<Index> rank) {
    const MachinePool& pool = component.steady.pools[p];
    WorkMix mix;
    for (const Index visit : component.visits) {
        const Visit& v = model.visits[visit];
        if (rank && v.rank != *rank) {
            continue;
        }
        const double perMachine = state.gated[v.component] * state.favour[visit] * (1 - state.echo[visit]) *
                                  model.jobsAt(v, p) / pool.machines / msPerSecond /
                                  std::max(1.0, state.gateLoad[v.component]);
        if (v.worksHere) {
            mix.add(component.steady.service(model.opOf(v), v.serviceMs), state.rate[visit] * perMachine);
        }
        mix.add(component.steady.service(Op::write, std::nullopt),
                state.fills[visit] * pool.jobs[indexOf(Op::write)] / pool.machines / msPerSecond);
    }
    return mix;
}

queueing::WaitDistribution waitOf(const WorkMix& mix, std::int64_t workers, const ArrivalShape& arrivals,
                                  KnownWaits& known, PoolState& at) {
    using queueing::WaitDistribution;
    const double mean = mix.mean();
    at.exact = true;
    at.arrivalScv = arrivals.scv;
    at.formula = "no wait";
    if (!(mix.rate() > 0) || !(mean > 0)) {
        return WaitDistribution::none();
    }
    if (arrivals.isPoisson() && mix.isExponential()) {
        at.formula = "M/M/c, Erlang 1917";
        return WaitDistribution::exponential(queueing::MmcQueue(mix.rate(), 1 / mean, workers).wait());
    }
    if (arrivals.isPoisson() && workers == 1) {
        at.formula = "M/G/1, Pollaczek and Khinchine";
        at.exact = mix.isExact();
        return WaitDistribution::mg1(mix.rate(), mix.distribution());
    }
    if (arrivals.stages > 1 && mix.isExponential()) {
        at.formula = "E_n/M/c by its root";
        return WaitDistribution::exponential(known.gammaArrivals({.arrivalRate = mix.rate(),
                                                                  .serviceMean = mean,
                                                                  .servers = workers,
                                                                  .arrivalScv = arrivals.scv}));
    }
    if (arrivals.isPoisson() && mix.isDeterministic() &&
        workers <= queueing::ConstantServiceWait::mostServers) {
        at.formula = "M/D/c, Crommelin 1932";
        return WaitDistribution::constantService(mix.rate(), mean, workers);
    }
    if (isAllThatComes(arrivals, mix) && mix.isExponential()) {
        at.formula = "GI/M/c by its root, Takacs 1962";
        return WaitDistribution::exponential(
            queueing::GiMcQueue(*arrivals.renewal, 1 / mean, workers).wait());
    }
    if (isAllThatComes(arrivals, mix) && arrivals.renewal->scv() == 0 && mix.isDeterministic()) {
        return WaitDistribution::none();  // each is gone before the c-th after it comes
    }
    if (arrivals.isPoisson()) {
        at.exact = false;
        at.formula = "G/G/c by two moments, Kimura 1986";
        return WaitDistribution::exponential(known.twoMoments({.arrivalRate = mix.rate(),
                                                               .serviceMean = mean,
                                                               .servers = workers,
                                                               .arrivalScv = arrivals.scv,
                                                               .serviceScv = mix.scv()}));
    }
    return waitOfStream(mix, workers, arrivals, known, at);
}

queueing::WaitDistribution waitOf(const WorkMix& mix, std::int64_t workers, const ArrivalShape& arrivals,
                                  PoolState& at) {
    KnownWaits nothing;
    return waitOf(mix, workers, arrivals, nothing, at);
}

// The fourth root of the load fits M/D/1/K best.
double queueVariation(double load, double arrivalScv, double serviceScv) {
    constexpr double least = 0.02;
    return std::max(1 + std::pow(std::min(load, 1.0), 0.25) * ((arrivalScv + serviceScv) / 2 - 1), least);
}

double variationOf(const WorkMix& mix, const MachinePool& pool, double arrivalScv) {
    return queueVariation(mix.rate() * mix.mean() / static_cast<double>(pool.workers), arrivalScv, mix.scv());
}

std::size_t replicasOf(const SteadyState& steady, std::size_t pool) {
    const std::size_t half = steady.pools.size() / 2;
    return steady.pools[pool].answers[indexOf(Op::write)] > 0 &&
                   steady.pools.back().answers[indexOf(Op::write)] == 0
               ? pool + half
               : pool;
}

double servedAt(const Model& model, const State& state, const Visit& visit, std::size_t pool) {
    const SteadyState& steady = model.componentOf(visit).steady;
    const std::vector<PoolState>& pools = state.pools[visit.component];
    const bool waits = steady.store && steady.store->syncReplicas > 0 && model.opOf(visit) == Op::write;
    const double here = pools[pool].servedOf(visit.rank);
    return waits ? std::min(here, pools[replicasOf(steady, pool)].servedOf(visit.rank)) : here;
}

bool hasQueueLimit(const Component& component) {
    return std::any_of(component.steady.pools.begin(), component.steady.pools.end(),
                       [](const MachinePool& pool) { return pool.queueLimit.has_value(); });
}

void findLoads(const Model& model, State& state) {
    for (Index i = 0; i < model.components.size(); ++i) {
        findLoads(model, state, i);
    }
}

void findLoads(const Model& model, State& state, Index index) {
    const Component& component = model.components[index];
    state.pools[index].resize(component.steady.pools.size());
    loadPools(model, state, index);
    if (component.steady.urgentFirst) {
        findRankShares(model, state, index);
    } else if (!component.openWaits.empty()) {
        for (PoolState& at : state.pools[index]) {
            at.ranks.assign(2, {.wait = at.wait, .served = at.served});
        }
    }
    for (const Index visit : component.visits) {
        const Visit& v = model.visits[visit];
        state.served[visit] = servedOf(model, state, v);
        state.stays[visit] = 1 - leavingShare(model, state, v, state.patience[visit]);
    }
}

void findWaits(const Model& model, Index i, const ArrivalShape& arrivals, KnownWaits& known, State& state) {
    const Component& component = model.components[i];
    state.arrivalScv[i] = arrivals.scv;
    for (std::size_t p = 0; p < component.steady.pools.size(); ++p) {
        PoolState& at = state.pools[i][p];
        const MachinePool& pool = component.steady.pools[p];
        at.workerWait = queueing::WaitDistribution::none();
        at.displacedMs = 0;
        at.ofAll.reset();
        if (!component.usersWaits.empty() && (model.usersExactly || at.utilization * state.seen[i] < 1)) {
            findUsersWaits(model, i, p, arrivals, state);
        } else if (pool.slotCount && at.meanMs + state.elsewhere[i].mean > 0) {
            findSlotWaits(mixOf(model, state, component, p), pool, arrivals, i, model, state, at);
        } else if (pool.queueLimit && !state.consumes[i]) {
            const BoundedQueue bounded =
                boundedQueue(seenMix(model, state, i, p), pool, arrivals.scv, state.together[i]);
            const ReturnedTo& again = state.returnedTo[i];
            at.wait = again.knowsWait ? bounded.waitOf(again.waits, again.ahead) : bounded.wait;
            at.exact = bounded.isExact(arrivals) && !again.known;
        } else if (state.consumes[i] || component.steady.pools[p].unlimited) {
            at.wait = queueing::WaitDistribution::none();
            at.formula = "no wait";
        } else if (at.leaving) {
            at.wait = at.leaving->offered;
            at.exact = at.leaving->exact;
            at.formula = "M/M/c+D, Baccelli and Hebuterne 1981";
        } else if (isSourceBound(component, pool) && at.utilization > boundMatters) {
            at.wait = waitOfFew(mixOf(model, state, component, p), pool, *component.mostAtOnce, arrivals, at);
        } else if (at.utilization * state.seen[i] >= 1) {
            const double longest = model.horizonS * msPerSecond * (1 - 1 / at.utilization);
            at.wait = queueing::WaitDistribution::uniform(longest);
            at.formula = "overload from empty: half of H (1 - 1/rho)";
        } else {
            const WorkMix mix = seenMix(model, state, i, p);
            at.wait = state.usersShare[i] == 0
                          ? waitOf(mix, pool.workers, arrivals, known, at)
                          : waitBesideUsers(mix, pool.workers, state.usersShare[i], arrivals, at);
            at.wait = stretched(at.wait, model.usersStretch);
            if (const auto& returns = state.lateReturns[i]) {
                addReturns(*returns, arrivals.isPoisson() && mix.isExponential(), at);
            }
        }
    }
}

}  // namespace headroom::engine::solver
