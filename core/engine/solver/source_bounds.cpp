#include "core/engine/solver/source_bounds.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/engine/solver/stations.h"
#include "core/queueing/mm_c.h"
#include "core/queueing/mm_c_k.h"

namespace headroom::engine::solver {

namespace {

class Bounds {
  public:
    explicit Bounds(Model& model)
        : model_(model), incoming_(model.components.size()), known_(model.components.size(), notKnown) {
        for (Index i = 0; i < model.connections.size(); ++i) {
            incoming_[model.connections[i].to].push_back(i);
        }
    }

    void find() {
        for (Index i = 0; i < model_.components.size(); ++i) {
            const double most = among(i);
            if (std::isfinite(most)) {
                model_.components[i].mostAtOnce = std::max(1.0, most / evenOver(i));
            }
        }
    }

  private:
    static constexpr double notKnown = -1;

    // Requests at all machines of a component; infinite where nothing bounds them, around circles too.
    double among(Index component) {
        if (known_[component] != notKnown) {
            return known_[component];
        }
        known_[component] = HUGE_VAL;
        double most = incoming_[component].empty() ? HUGE_VAL : 0;
        for (const Index connection : incoming_[component]) {
            most += through(model_.connections[connection]);
        }
        known_[component] = most;
        return most;
    }

    // Machines over which what comes is spread evenly; by chance any of them may have all of it.
    [[nodiscard]] double evenOver(Index component) const {
        const bool evenly = std::ranges::all_of(incoming_[component], [&](Index connection) {
            const Connection& c = model_.connections[connection];
            const Policy policy =
                c.policy.value_or(model_.components[c.from].steady.policy.value_or(Policy::random));
            return policy != Policy::random && !goesByClient(policy);
        });
        return evenly ? std::max(model_.components[component].steady.machines, 1.0) : 1;
    }

    double through(const Connection& c) {
        const SteadyState& from = model_.components[c.from].steady;
        const bool oneByOne = !c.publishes && !c.replicates && !c.parallel && !c.timeoutMs && !c.hedgeAfterMs;
        const bool caches = model_.components[c.to].steady.content.has_value();
        if (from.inert || !oneByOne || caches || from.onward == Onward::consumers) {
            return from.inert ? 0 : HUGE_VAL;
        }
        double slotCount = 0;
        for (const MachinePool& pool : from.pools) {
            slotCount += pool.slotCount ? pool.machines * static_cast<double>(*pool.slotCount) : HUGE_VAL;
        }
        return std::min(from.pools.empty() ? HUGE_VAL : slotCount,
                        from.originates ? HUGE_VAL : among(c.from));
    }

    Model& model_;
    std::vector<std::vector<Index>> incoming_;
    std::vector<double> known_;
};

}  // namespace

void boundSources(Model& model) {
    Bounds(model).find();
}

bool isSourceBound(const Component& component, const MachinePool& pool) {
    return component.mostAtOnce && component.steady.pools.size() == 1 && pool.jobs == pool.answers &&
           !pool.queueLimit && !pool.slotCount && !pool.unlimited;
}

queueing::WaitDistribution waitOfFew(const WorkMix& mix, const MachinePool& pool, double most,
                                     const ArrivalShape& arrivals, PoolState& at) {
    const queueing::WaitDistribution free = at.utilization < 1 - 1e-9
                                                ? waitOf(mix, pool.workers, arrivals, at)
                                                : queueing::WaitDistribution::none();
    const auto workers = static_cast<double>(pool.workers);
    if (!(most > workers) || !(mix.mean() > 0)) {
        at.formula = "no wait";
        return queueing::WaitDistribution::none();
    }
    const double markov = at.utilization < 1 - 1e-9
                              ? queueing::MmcQueue(mix.rate(), 1 / mix.mean(), pool.workers).meanWait()
                              : 0;
    const double stretch = markov > 0 ? std::max(free.mean() / markov, 0.02) : 1;
    const auto room = static_cast<std::int64_t>(std::max(1.0, std::round((most - workers) / stretch)));
    const auto queueOf = [&](double rate) {
        return queueing::MmckQueue(rate, 1 / mix.mean(), pool.workers, pool.workers + room);
    };
    double low = std::log(mix.rate());
    double high = low + std::log(1e3);
    constexpr double hardlyEver = 1e-9;
    if (markov > 0 && queueOf(mix.rate()).blocked() < hardlyEver) {
        return free;
    }
    constexpr int halvings = 50;
    for (int i = 0; i < halvings; ++i) {
        const double middle = 0.5 * (low + high);
        (queueOf(std::exp(middle)).throughput() < mix.rate() ? low : high) = middle;
    }
    const queueing::MmckQueue queue = queueOf(std::exp(low));
    at.displacedMs = std::max(free.mean() - queue.meanWait() * stretch, 0.0);
    at.exact = false;
    at.formula = "M/M/c/K of the slots of all callers";
    return queueing::WaitDistribution::bounded(queue.waitProbability(), queue.ahead(),
                                               queue.completionRate() / stretch);
}

}  // namespace headroom::engine::solver
