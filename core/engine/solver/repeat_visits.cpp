#include "core/engine/solver/repeat_visits.h"

#include <cstdint>
#include <functional>
#include <utility>

namespace headroom::engine::solver {

namespace {

// Waits that are rarer than this leave no trace in a percentile.
constexpr double rareWait = 0.01;

/// A set of components.
class ComponentSet {
  public:
    explicit ComponentSet(std::size_t components) : words_((components + 63) / 64) {}

    void add(Index component) { words_[component / 64] |= std::uint64_t{1} << (component % 64); }
    void add(const ComponentSet& other) {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            words_[i] |= other.words_[i];
        }
    }
    /// Adds what both of the others have.
    void addCommon(const ComponentSet& a, const ComponentSet& b) {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            words_[i] |= a.words_[i] & b.words_[i];
        }
    }
    [[nodiscard]] bool contains(Index component) const {
        return ((words_[component / 64] >> (component % 64)) & 1U) != 0;
    }

  private:
    std::vector<std::uint64_t> words_;
};

bool waits(const State& state, Index component) {
    for (const PoolState& pool : state.pools[component]) {
        if (pool.wait.probability() > rareWait) {
            return true;
        }
    }
    return false;
}

bool takesTurns(const Model& model, const Visit& visit) {
    const SteadyState& steady = model.componentOf(visit).steady;
    const Policy policy = steady.policy.value_or(Policy::random);
    if (steady.onward != Onward::oneTarget || policy == Policy::random || looksAtMachines(policy) ||
        goesByClient(policy)) {
        return false;
    }
    for (Index i = visit.firstStep; i < visit.firstStep + visit.stepCount; ++i) {
        Index targets = 0;
        for (Index c = model.steps[i].firstCall; c < model.steps[i].firstCall + model.steps[i].callCount;
             ++c) {
            targets += model.calls[c].weight > 0 ? 1 : 0;
        }
        if (targets > 1) {
            return true;
        }
    }
    return false;
}

/// What a request of a visit touches of what counts, and what more than once; callees first.
class Touches {
  public:
    using Counts = std::function<bool(const Visit&)>;

    Touches(const Model& model, const State& state, Counts counts)
        : model_(model),
          state_(state),
          counts_(std::move(counts)),
          once_(model.visits.size(), ComponentSet(model.components.size())),
          again_(once_) {}

    void addVisit(Index visit) {
        const Visit& v = model_.visits[visit];
        if (counts_(v)) {
            once_[visit].add(v.component);
        }
        for (Index step = v.firstStep; step < v.firstStep + v.stepCount; ++step) {
            addStep(visit, model_.steps[step]);
        }
    }

    [[nodiscard]] const ComponentSet& again(Index visit) const { return again_[visit]; }

  private:
    void addStep(Index visit, const Step& step) {
        ComponentSet touched(model_.components.size());
        for (Index i = step.firstCall; i < step.firstCall + step.callCount; ++i) {
            for (Index call = i; call != none; call = model_.calls[call].fallback) {
                const Call& c = model_.calls[call];
                if (!c.awaited || c.visit == none || !(state_.made[call] > 0)) {
                    continue;
                }
                touched.add(once_[c.visit]);
                again_[visit].add(again_[c.visit]);
                if (c.calls > 1) {
                    again_[visit].add(once_[c.visit]);
                }
            }
        }
        again_[visit].addCommon(once_[visit], touched);
        once_[visit].add(touched);
    }

    const Model& model_;
    const State& state_;
    Counts counts_;
    std::vector<ComponentSet> once_;
    std::vector<ComponentSet> again_;
};

std::vector<Index> touchedAgain(const Model& model, const std::vector<VisitGroup>& groups, Touches touches) {
    ComponentSet all(model.components.size());
    for (const VisitGroup& group : groups) {
        for (const Index visit : group.visits) {
            touches.addVisit(visit);
        }
    }
    for (const Workload& workload : model.workloads) {
        all.add(touches.again(workload.visit));
    }
    std::vector<Index> components;
    for (Index i = 0; i < model.components.size(); ++i) {
        if (all.contains(i)) {
            components.push_back(i);
        }
    }
    return components;
}

}  // namespace

std::vector<Index> visitedAgain(const Model& model, const std::vector<VisitGroup>& groups,
                                const State& state) {
    return touchedAgain(model, groups, Touches(model, state, [&](const Visit& visit) {
                            return visit.worksHere && waits(state, visit.component);
                        }));
}

std::vector<Index> turnsInStep(const Model& model, const std::vector<VisitGroup>& groups,
                               const State& state) {
    return touchedAgain(model, groups,
                        Touches(model, state, [&](const Visit& visit) { return takesTurns(model, visit); }));
}

}  // namespace headroom::engine::solver
