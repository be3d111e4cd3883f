#include "core/engine/solver/repeat_visits.h"

#include <algorithm>

#include "core/engine/solver/index_set.h"

namespace headroom::engine::solver {

namespace {

// Waits that are rarer than this leave no trace in a percentile.
constexpr double rareWait = 0.01;

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
    /// `counts`: by visit.
    Touches(const Model& model, const State& state, const std::vector<char>& counts)
        : model_(model),
          state_(state),
          counts_(counts),
          once_(model.visits.size()),
          again_(model.visits.size()) {}

    void addVisit(Index visit) {
        const Visit& v = model_.visits[visit];
        if (counts_[visit] != 0) {
            once_[visit].add(v.component);
        }
        for (Index step = v.firstStep; step < v.firstStep + v.stepCount; ++step) {
            addStep(visit, model_.steps[step]);
        }
    }

    [[nodiscard]] const IndexSet& again(Index visit) const { return again_[visit]; }

  private:
    void addStep(Index visit, const Step& step) {
        touched_.clear();
        for (Index i = step.firstCall; i < step.firstCall + step.callCount; ++i) {
            for (Index call = i; call != none; call = model_.calls[call].fallback) {
                const Call& c = model_.calls[call];
                if (!c.awaited || c.visit == none || !(state_.made[call] > 0)) {
                    continue;
                }
                touched_.join(once_[c.visit]);
                again_[visit].join(again_[c.visit]);
                if (c.calls > 1) {
                    again_[visit].join(once_[c.visit]);
                }
            }
        }
        again_[visit].joinCommon(once_[visit], touched_);
        once_[visit].join(touched_);
    }

    const Model& model_;
    const State& state_;
    const std::vector<char>& counts_;
    std::vector<IndexSet> once_;
    std::vector<IndexSet> again_;
    IndexSet touched_;  ///< in the step that is added
};

std::vector<Index> touchedAgain(const Model& model, const std::vector<VisitGroup>& groups, const State& state,
                                const std::vector<char>& counting) {
    if (std::ranges::none_of(counting, [](char counted) { return counted != 0; })) {
        return {};
    }
    Touches touches(model, state, counting);
    for (const VisitGroup& group : groups) {
        for (const Index visit : group.visits) {
            touches.addVisit(visit);
        }
    }
    IndexSet all;
    for (const Workload& workload : model.workloads) {
        all.join(touches.again(workload.visit));
    }
    std::vector<Index> components;
    all.each([&](Index component) { components.push_back(component); });
    return components;
}

template <class Counts>
std::vector<char> visitsThat(const Model& model, Counts counts) {
    std::vector<char> counting(model.visits.size());
    std::ranges::transform(model.visits, counting.begin(), counts);
    return counting;
}

}  // namespace

std::vector<Index> visitedAgain(const Model& model, const std::vector<VisitGroup>& groups, const State& state,
                                KnownFindings& known) {
    return known.visitedAgain.find(
        known.sameFlows,
        visitsThat(model,
                   [&](const Visit& visit) { return visit.worksHere && waits(state, visit.component); }),
        [&](const std::vector<char>& counting) { return touchedAgain(model, groups, state, counting); });
}

std::vector<Index> turnsInStep(const Model& model, const std::vector<VisitGroup>& groups, const State& state,
                               KnownFindings& known) {
    return known.turnsInStep.find(
        known.sameFlows, visitsThat(model, [&](const Visit& visit) { return takesTurns(model, visit); }),
        [&](const std::vector<char>& counting) { return touchedAgain(model, groups, state, counting); });
}

}  // namespace headroom::engine::solver
