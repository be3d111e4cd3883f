#include "core/engine/solver/stations.h"

#include "core/engine/solver/work_mix.h"
#include "core/queueing/gg_c.h"
#include "core/queueing/gi_m_c.h"
#include "core/queueing/mm_c.h"

namespace headroom::engine::solver {

namespace {

constexpr double msPerSecond = 1000;

// The jobs of one machine of the pool, per ms.
WorkMix mixOf(const Model& model, const State& state, const Component& component, const MachinePool& pool) {
    WorkMix mix;
    for (const Index visit : component.visits) {
        const Visit& v = model.visits[visit];
        const Op op = model.opOf(v);
        const double perMachine =
            state.admitted[v.component] * pool.jobs[indexOf(op)] / pool.machines / msPerSecond;
        if (v.worksHere) {
            mix.add(component.steady.service(op, v.serviceMs), state.rate[visit] * perMachine);
        }
        mix.add(component.steady.service(Op::write, std::nullopt),
                state.fills[visit] * pool.jobs[indexOf(Op::write)] / pool.machines / msPerSecond);
    }
    return mix;
}

queueing::WaitDistribution waitOf(const WorkMix& mix, std::int64_t workers, const ArrivalShape& arrivals,
                                  PoolState& at) {
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
        const auto between = queueing::ServiceDistribution::gamma(1 / mix.rate(), arrivals.scv);
        return WaitDistribution::exponential(queueing::GiMcQueue(between, 1 / mean, workers).wait());
    }
    at.exact = false;
    at.formula = "G/G/c by two moments, Kimura 1986";
    return WaitDistribution::exponential(queueing::twoMomentWait({.arrivalRate = mix.rate(),
                                                                  .serviceMean = mean,
                                                                  .servers = workers,
                                                                  .arrivalScv = arrivals.scv,
                                                                  .serviceScv = mix.scv()}));
}

}  // namespace

void findLoads(const Model& model, State& state) {
    for (Index i = 0; i < model.components.size(); ++i) {
        const Component& component = model.components[i];
        state.pools[i].resize(component.steady.pools.size());
        state.served[i].fill(component.steady.pools.empty() ? 1 : 0);
        for (std::size_t p = 0; p < component.steady.pools.size(); ++p) {
            const MachinePool& pool = component.steady.pools[p];
            const WorkMix mix = mixOf(model, state, component, pool);
            PoolState& at = state.pools[i][p];
            at.arrivalRps = mix.rate() * msPerSecond;
            at.meanMs = mix.mean();
            at.scv = mix.scv();
            at.utilization = pool.unlimited ? 0 : mix.rate() * at.meanMs / static_cast<double>(pool.workers);
            for (std::size_t op = 0; op < opCount; ++op) {
                state.served[i][op] += pool.answers[op] * (at.utilization > 1 ? 1 / at.utilization : 1);
            }
        }
    }
}

void findWaits(const Model& model, const std::vector<ArrivalShape>& arrivals, State& state) {
    for (Index i = 0; i < model.components.size(); ++i) {
        const Component& component = model.components[i];
        for (std::size_t p = 0; p < component.steady.pools.size(); ++p) {
            PoolState& at = state.pools[i][p];
            if (state.consumes[i] || component.steady.pools[p].unlimited) {
                at.wait = queueing::WaitDistribution::none();
                at.formula = "no wait";
            } else if (at.utilization >= 1) {
                const double longest = model.horizonS * msPerSecond * (1 - 1 / at.utilization);
                at.wait = queueing::WaitDistribution::uniform(longest);
                at.formula = "overload from empty: half of H (1 - 1/rho)";
            } else {
                const WorkMix mix = mixOf(model, state, component, component.steady.pools[p]);
                at.wait = waitOf(mix, component.steady.pools[p].workers, arrivals[i], at);
            }
        }
    }
}

}  // namespace headroom::engine::solver
