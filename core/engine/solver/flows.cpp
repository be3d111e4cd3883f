#include "core/engine/solver/flows.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/engine/solver/linear_system.h"
#include "core/engine/solver/plan_walk.h"

namespace headroom::engine::solver {

namespace {

void settleCycle(const VisitGroup& group, State& state, PlanWalk& walk) {
    constexpr int mostRounds = 10000;
    for (const Index visit : group.visits) {
        state.success[visit] = state.intact[visit] = 1;
        state.failure[visit] = 0;
    }
    double moved = 1;
    for (int round = 0; round < mostRounds && moved > 0; ++round) {
        moved = 0;
        for (const Index visit : group.visits) {
            const double before = state.success[visit];
            const double failedBefore = state.failure[visit];
            const double intactBefore = state.intact[visit];
            walk.walk(visit);
            moved = std::max({moved, std::abs(state.success[visit] - before),
                              std::abs(state.failure[visit] - failedBefore),
                              std::abs(state.intact[visit] - intactBefore)});
        }
        moved = moved < 1e-15 ? 0 : moved;
    }
}

// Nothing is known of it: whatever waits for it goes on as if it had answered, and is null in the end.
void passOver(const Model& model, const VisitGroup& group, State& state) {
    for (const Index visit : group.visits) {
        const Visit& v = model.visits[visit];
        state.success[visit] = state.intact[visit] = 1;
        state.failure[visit] = 0;
        std::fill_n(state.made.begin() + v.firstCall, v.callCount, 0.0);
        std::fill_n(state.missed.begin() + v.firstCall, v.callCount, 0.0);
    }
}

bool within(const VisitGroup& group, Index visit) {
    return group.cyclic && std::find(group.visits.begin(), group.visits.end(), visit) != group.visits.end();
}

// To callees outside of the caller's own group, whose rates come out of its equations.
void sendOn(const Model& model, const VisitGroup& group, Index visit, const State& state,
            Arrivals& arrivals) {
    const Visit& v = model.visits[visit];
    for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
        const Call& call = model.calls[i];
        if (call.visit == none) {
            continue;
        }
        arrivals.fills[call.visit] += arrivals.rate[visit] * state.missed[i] * call.reaches;
        if (!within(group, call.visit)) {
            arrivals.rate[call.visit] += arrivals.rate[visit] * state.made[i] * call.reaches;
        }
    }
}

/// The calls of one cycle among its own members.
class Cycle {
  public:
    Cycle(const Model& model, const VisitGroup& group, const State& state)
        : group_(group), between_(group.visits.size()) {
        for (std::size_t from = 0; from < group.visits.size(); ++from) {
            const Visit& v = model.visits[group.visits[from]];
            for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
                const auto to = std::find(group.visits.begin(), group.visits.end(), model.calls[i].visit);
                if (to != group.visits.end()) {
                    between_.at(static_cast<std::size_t>(to - group.visits.begin()), from) +=
                        state.made[i] * model.calls[i].reaches;
                }
            }
        }
    }

    /// Perron and Frobenius: (1 - M) x = 1 has a solution without a negative member only where the calls
    /// shrink.
    [[nodiscard]] bool shrinks() const {
        const std::vector<double> x = solve(std::vector<double>(group_.visits.size(), 1.0));
        return std::all_of(x.begin(), x.end(),
                           [](double value) { return std::isfinite(value) && value > 0; });
    }

    [[nodiscard]] std::vector<double> solve(std::vector<double> outside) const {
        LinearSystem system(group_.visits.size());
        for (std::size_t row = 0; row < group_.visits.size(); ++row) {
            for (std::size_t column = 0; column < group_.visits.size(); ++column) {
                system.at(row, column) = (row == column ? 1 : 0) - between_.at(row, column);
            }
        }
        return system.solve(std::move(outside));
    }

  private:
    const VisitGroup& group_;
    LinearSystem between_;
};

void settleRates(const Model& model, const VisitGroup& group, const State& state, std::vector<double>& rate) {
    std::vector<double> rates;
    const bool broken = state.broken[group.visits.front()] != 0;
    for (const Index visit : group.visits) {
        rates.push_back(broken ? 0 : rate[visit]);
    }
    rates = broken ? rates : Cycle(model, group, state).solve(std::move(rates));
    for (std::size_t i = 0; i < rates.size(); ++i) {
        rate[group.visits[i]] = std::max(rates[i], 0.0);
    }
}

// What members of a cycle call of each other, at the rates of before.
void turnCycle(const Model& model, const VisitGroup& group, const State& state,
               const std::vector<double>& before, std::vector<double>& rate) {
    for (const Index from : group.visits) {
        const Visit& v = model.visits[from];
        for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
            if (const Index to = model.calls[i].visit; to != none && within(group, to)) {
                rate[to] += before[from] * state.made[i] * model.calls[i].reaches;
            }
        }
    }
    for (const Index visit : group.visits) {
        rate[visit] = state.broken[visit] != 0 ? 0 : rate[visit];
    }
}

/// Goes from callers to callees; `around` settles the rates of a cycle.
template <class Around>
Arrivals sweep(const Model& model, const std::vector<VisitGroup>& groups, const State& state,
               std::vector<double> offered, Around around) {
    Arrivals arrivals{.rate = std::move(offered), .fills = std::vector<double>(model.visits.size())};
    for (auto group = groups.rbegin(); group != groups.rend(); ++group) {
        if (group->cyclic) {
            around(*group, arrivals.rate);
        }
        for (const Index visit : group->visits) {
            sendOn(model, *group, visit, state, arrivals);
        }
    }
    return arrivals;
}

std::vector<double> offeredBy(const Model& model) {
    std::vector<double> offered(model.visits.size());
    for (const Workload& workload : model.workloads) {
        offered[workload.visit] += workload.rps;
    }
    return offered;
}

// In place: a search over the rates points at them.
void take(const Arrivals& arrivals, State& state) {
    std::ranges::copy(arrivals.rate, state.rate.begin());
    std::ranges::copy(arrivals.fills, state.fills.begin());
}

// Who arrives finds what all others have sent, and of the share of its own workload all but the part of one
// user (arrival theorem; Bard 1979, Schweitzer 1979); the mean over all that arrive.
void findSeen(const Model& model, const std::vector<VisitGroup>& groups, State& state) {
    if (std::ranges::none_of(model.workloads, [](const Workload& w) { return w.users.has_value(); })) {
        return;
    }
    std::vector<double> all(model.components.size());
    for (Index visit = 0; visit < model.visits.size(); ++visit) {
        all[model.visits[visit].component] += state.rate[visit] + state.fills[visit];
    }
    std::ranges::fill(state.seen, 1.0);
    std::ranges::fill(state.usersShare, 0.0);
    FlowTracer tracer(model, groups, state);
    for (const Workload& workload : model.workloads) {
        if (!workload.users || !(workload.rps > 0)) {
            continue;
        }
        std::vector<double> own(model.components.size());
        for (const auto& [visit, rate] : tracer.from(workload.visit, workload.rps)) {
            own[model.visits[visit].component] += rate;
        }
        for (Index i = 0; i < own.size(); ++i) {
            const double share = own[i] > 0 ? std::min(own[i] / all[i], 1.0) : 0;
            state.seen[i] -= share * share / std::max(*workload.users, 1.0);
            state.usersShare[i] = std::min(state.usersShare[i] + share, 1.0);
        }
    }
    for (double& share : state.seen) {
        share = std::max(share, 0.0);
    }
}

void markBroken(const Model& model, const std::vector<VisitGroup>& groups, State& state) {
    for (const VisitGroup& group : groups) {
        if (group.cyclic && state.broken[group.visits.front()] == 0 &&
            !Cycle(model, group, state).shrinks()) {
            for (const Index visit : group.visits) {
                state.broken[visit] = 1;
            }
        }
    }
}

}  // namespace

void findOutcomes(const Model& model, const std::vector<VisitGroup>& groups, State& state) {
    PlanWalk walk(model, state);
    for (const VisitGroup& group : groups) {
        if (state.broken[group.visits.front()] != 0) {
            passOver(model, group, state);
        } else if (group.cyclic) {
            settleCycle(group, state, walk);
        } else {
            walk.walk(group.visits.front());
        }
    }
}

void findRates(const Model& model, const std::vector<VisitGroup>& groups, State& state) {
    markBroken(model, groups, state);
    take(sweep(model, groups, state, offeredBy(model),
               [&](const VisitGroup& group, std::vector<double>& rate) {
                   settleRates(model, group, state, rate);
               }),
         state);
    findSeen(model, groups, state);
}

void turnRates(const Model& model, const std::vector<VisitGroup>& groups, State& state) {
    take(sweep(model, groups, state, offeredBy(model),
               [&](const VisitGroup& group, std::vector<double>& rate) {
                   turnCycle(model, group, state, state.rate, rate);
               }),
         state);
    findSeen(model, groups, state);
}

FlowTracer::FlowTracer(const Model& model, const std::vector<VisitGroup>& groups, const State& state)
    : model_(model),
      groups_(groups),
      state_(state),
      groupOf_(model.visits.size()),
      isReached_(groups.size()),
      arrivals_{.rate = std::vector<double>(model.visits.size()),
                .fills = std::vector<double>(model.visits.size())} {
    for (Index g = 0; g < groups.size(); ++g) {
        for (const Index visit : groups[g].visits) {
            groupOf_[visit] = g;
        }
    }
}

void FlowTracer::findReached(Index visit) {
    reached_ = {groupOf_[visit]};
    isReached_[groupOf_[visit]] = 1;
    for (std::size_t next = 0; next < reached_.size(); ++next) {
        for (const Index member : groups_[reached_[next]].visits) {
            const Visit& v = model_.visits[member];
            for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
                const Index to = model_.calls[i].visit;
                if (to != none && isReached_[groupOf_[to]] == 0) {
                    isReached_[groupOf_[to]] = 1;
                    reached_.push_back(groupOf_[to]);
                }
            }
        }
    }
    std::sort(reached_.begin(), reached_.end(), std::greater<>());
}

const std::vector<FlowTracer::Flow>& FlowTracer::from(Index visit, double rps) {
    findReached(visit);
    arrivals_.rate[visit] = rps;
    flows_.clear();
    for (const Index group : reached_) {
        if (groups_[group].cyclic) {
            settleRates(model_, groups_[group], state_, arrivals_.rate);
        }
        for (const Index member : groups_[group].visits) {
            sendOn(model_, groups_[group], member, state_, arrivals_);
        }
    }
    for (const Index group : reached_) {
        isReached_[group] = 0;
        for (const Index member : groups_[group].visits) {
            flows_.push_back({member, arrivals_.rate[member]});
            arrivals_.rate[member] = arrivals_.fills[member] = 0;
        }
    }
    return flows_;
}

}  // namespace headroom::engine::solver
