#include "core/engine/passes/single_points.h"

#include <algorithm>

#include "core/engine/solver/findings.h"
#include "core/engine/solver/index_set.h"
#include "core/engine/solver/plan_walk.h"

namespace headroom::engine::passes {

namespace {

using solver::Call;
using solver::Index;
using solver::none;
using solver::Step;
using solver::Visit;

// A share that counts as none, as `what_if` has it.
constexpr double noise = 1e-9;
// Sets of all suspects for all visits: beyond 128 MB nobody reads such a list any more.
constexpr double mostBits = 5e8;
// Around a circle sets shrink in two or three turns, since callees come first.
constexpr int mostTurns = 64;

using Suspects = solver::IndexSet;

/// Whom each visit cannot do without.
class Needs {
  public:
    Needs(const solver::Model& model, const solver::State& state) : model_(model), state_(state) {
        numbers_.assign(model.components.size(), none);
        for (Index i = 0; i < model.components.size(); ++i) {
            const solver::Component& component = model.components[i];
            const bool serves = component.known && !component.steady.originates && !component.steady.inert;
            if (serves && component.steady.machines <= 1 && state.rateUnknown[i] == 0) {
                numbers_[i] = count_++;
            }
        }
    }

    [[nodiscard]] bool areTooMany() const {
        return static_cast<double>(count_) * static_cast<double>(model_.visits.size()) > mostBits;
    }
    [[nodiscard]] Index numberOf(Index component) const { return numbers_[component]; }
    [[nodiscard]] const Suspects& of(Index visit) const { return needs_[visit]; }

    void find(const std::vector<solver::VisitGroup>& groups) {
        needs_.assign(model_.visits.size(), {});
        for (const solver::VisitGroup& group : groups) {
            if (group.cyclic) {
                goRound(group);
            } else {
                needs_[group.visits.front()] = ofVisit(group.visits.front());
            }
        }
    }

  private:
    // What every way out of the circle needs: from all suspects down to those that stay. Where that takes too
    // long, each visit is only known to need its own component.
    void goRound(const solver::VisitGroup& group) {
        for (const Index visit : group.visits) {
            needs_[visit] = Suspects::upTo(count_);
        }
        for (int turn = 0; turn < mostTurns; ++turn) {
            bool moved = false;
            for (const Index visit : group.visits) {
                Suspects now = ofVisit(visit);
                moved = moved || now != needs_[visit];
                needs_[visit] = std::move(now);
            }
            if (!moved) {
                return;
            }
        }
        for (const Index visit : group.visits) {
            needs_[visit] = ownOf(visit);
        }
    }

    [[nodiscard]] Suspects ownOf(Index visit) const {
        Suspects own;
        if (const Index number = numbers_[model_.visits[visit].component]; number != none) {
            own.add(number);
        }
        return own;
    }

    [[nodiscard]] Suspects ofVisit(Index visit) const {
        const Visit& v = model_.visits[visit];
        Suspects needed = ownOf(visit);
        if (v.passesOnMissOnly && state_.hit[visit] > noise) {
            return needed;
        }
        for (Index step = v.firstStep; step < v.firstStep + v.stepCount;) {
            const Index together = model_.steps[step].blockSteps;
            needed.join(together > 0 ? ofBlock(step, together) : ofStep(model_.steps[step]));
            step += std::max<Index>(together, 1);
        }
        return needed;
    }

    // Of alternatives, whom all of them need.
    [[nodiscard]] Suspects ofStep(const Step& step) const {
        Suspects needed;
        bool first = true;
        for (Index call = step.firstCall; call < step.firstCall + step.callCount; ++call) {
            const bool drawn = step.callCount == 1 || state_.weight[call] > 0;
            if (!drawn) {
                continue;
            }
            if (first) {
                needed = ofCall(call);
            } else {
                needed.meet(ofCall(call));
            }
            first = false;
        }
        return needed;
    }

    // Whoever is needed by so many of its calls that too few are left without it.
    [[nodiscard]] Suspects ofBlock(Index first, Index steps) const {
        std::vector<Suspects> branches;
        std::vector<double> calls;
        for (Index step = first; step < first + steps; ++step) {
            const Step& s = model_.steps[step];
            const Call& c = model_.calls[s.firstCall];
            branches.push_back(ofStep(s));
            calls.push_back(s.callCount > 1 ? 1 : solver::isAwaited(c) && !onlyOnMiss(c) ? c.calls : 0);
        }
        double all = 0;
        for (const double some : calls) {
            all += some;
        }
        const double wanted = std::min(model_.steps[first].needed, all);
        Suspects needed;
        for (Index suspect = 0; suspect < count_; ++suspect) {
            double without = 0;
            for (std::size_t i = 0; i < branches.size(); ++i) {
                without += branches[i].has(suspect) ? 0 : calls[i];
            }
            if (without < wanted - noise) {
                needed.add(suspect);
            }
        }
        return needed;
    }

    [[nodiscard]] bool onlyOnMiss(const Call& call) const {
        return call.missOf != none && state_.hit[model_.calls[call.missOf].visit] > noise;
    }

    [[nodiscard]] Suspects ofCall(Index call) const {
        const Call& c = model_.calls[call];
        if (!solver::isAwaited(c) || onlyOnMiss(c) || c.calls < 1 ||
            !model_.connections[c.connection].required) {
            return {};
        }
        Suspects needed = needs_[c.visit];
        if (c.fallback != none) {
            needed.meet(ofCall(c.fallback));
        }
        return needed;
    }

    const solver::Model& model_;
    const solver::State& state_;
    std::vector<Index> numbers_;  ///< of suspects, by component
    Index count_ = 0;
    std::vector<Suspects> needs_;  ///< by visit
};

}  // namespace

std::vector<Id> singlePointsOfFailure(const solver::Model& model,
                                      const std::vector<solver::VisitGroup>& groups,
                                      const solver::State& state) {
    Needs needs(model, state);
    if (needs.areTooMany()) {
        return {};
    }
    needs.find(groups);
    Suspects needed;
    for (const solver::Workload& workload : model.workloads) {
        if (workload.rps > 0 && state.responseUnknown[workload.visit] == 0 &&
            state.success[workload.visit] > noise) {
            needed.join(needs.of(workload.visit));
        }
    }
    std::vector<Id> ids;
    for (Index i = 0; i < model.components.size(); ++i) {
        if (const Index suspect = needs.numberOf(i); suspect != none && needed.has(suspect)) {
            ids.push_back(model.components[i].id);
        }
    }
    return ids;
}

void addSinglePoints(const solver::Model& model, const std::vector<solver::VisitGroup>& groups,
                     const solver::State& state, solver::KnownFindings& known, results::Results& results) {
    if (!known.sameFlows) {
        known.singlePoints = singlePointsOfFailure(model, groups, state);
    }
    const std::vector<Id>& ids = known.singlePoints;
    if (!ids.empty()) {
        results.findings.push_back(solver::finding("single-point-of-failure", Severity::warning, ids,
                                                   {{"components", results::listed(ids)}}));
    }
}

}  // namespace headroom::engine::passes
