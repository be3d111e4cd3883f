#include "core/engine/solver/flows.h"

#include <algorithm>
#include <cmath>

#include "core/engine/solver/linear_system.h"
#include "core/engine/solver/plan_walk.h"

namespace headroom::engine::solver {

namespace {

void settleCycle(const VisitGroup& group, State& state, PlanWalk& walk) {
    constexpr int mostRounds = 10000;
    for (const Index visit : group.visits) {
        state.success[visit] = 1;
        state.failure[visit] = 0;
    }
    double moved = 1;
    for (int round = 0; round < mostRounds && moved > 0; ++round) {
        moved = 0;
        for (const Index visit : group.visits) {
            const double before = state.success[visit];
            const double failedBefore = state.failure[visit];
            walk.walk(visit);
            moved = std::max({moved, std::abs(state.success[visit] - before),
                              std::abs(state.failure[visit] - failedBefore)});
        }
        moved = moved < 1e-15 ? 0 : moved;
    }
}

// Nothing is known of it: whatever waits for it goes on as if it had answered, and is null in the end.
void passOver(const Model& model, const VisitGroup& group, State& state) {
    for (const Index visit : group.visits) {
        const Visit& v = model.visits[visit];
        state.success[visit] = 1;
        state.failure[visit] = 0;
        std::fill_n(state.made.begin() + v.firstCall, v.callCount, 0.0);
        std::fill_n(state.missed.begin() + v.firstCall, v.callCount, 0.0);
    }
}

bool within(const VisitGroup& group, Index visit) {
    return group.cyclic && std::find(group.visits.begin(), group.visits.end(), visit) != group.visits.end();
}

// To callees outside of the caller's own group, whose rates come out of its equations.
void sendOn(const Model& model, const VisitGroup& group, Index visit, State& state) {
    const Visit& v = model.visits[visit];
    for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
        const Call& call = model.calls[i];
        if (call.visit == none) {
            continue;
        }
        state.fills[call.visit] += state.rate[visit] * state.missed[i];
        if (!within(group, call.visit)) {
            state.rate[call.visit] += state.rate[visit] * state.made[i];
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
                    between_.at(static_cast<std::size_t>(to - group.visits.begin()), from) += state.made[i];
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

void settleRates(const Model& model, const VisitGroup& group, State& state) {
    const Cycle cycle(model, group, state);
    const bool shrinks = !state.broken[group.visits.front()] && cycle.shrinks();
    std::vector<double> rates;
    for (const Index visit : group.visits) {
        rates.push_back(shrinks ? state.rate[visit] : 0);
        state.broken[visit] = !shrinks;
    }
    rates = shrinks ? cycle.solve(std::move(rates)) : rates;
    for (std::size_t i = 0; i < rates.size(); ++i) {
        state.rate[group.visits[i]] = std::max(rates[i], 0.0);
    }
}

// What members of a cycle call of each other, at the rates of before.
void turnCycle(const Model& model, const VisitGroup& group, const std::vector<double>& before, State& state) {
    for (const Index from : group.visits) {
        const Visit& v = model.visits[from];
        for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
            if (const Index to = model.calls[i].visit; to != none && within(group, to)) {
                state.rate[to] += before[from] * state.made[i];
            }
        }
    }
    for (const Index visit : group.visits) {
        state.rate[visit] = state.broken[visit] != 0 ? 0 : state.rate[visit];
    }
}

void startRates(const Model& model, State& state) {
    std::fill(state.rate.begin(), state.rate.end(), 0.0);
    std::fill(state.fills.begin(), state.fills.end(), 0.0);
    for (const Workload& workload : model.workloads) {
        state.rate[workload.visit] += workload.rps;
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
    startRates(model, state);
    for (auto group = groups.rbegin(); group != groups.rend(); ++group) {
        if (group->cyclic) {
            settleRates(model, *group, state);
        }
        for (const Index visit : group->visits) {
            sendOn(model, *group, visit, state);
        }
    }
}

void turnRates(const Model& model, const std::vector<VisitGroup>& groups, State& state) {
    const std::vector<double> before = state.rate;
    startRates(model, state);
    for (auto group = groups.rbegin(); group != groups.rend(); ++group) {
        if (group->cyclic) {
            turnCycle(model, *group, before, state);
        }
        for (const Index visit : group->visits) {
            sendOn(model, *group, visit, state);
        }
    }
}

}  // namespace headroom::engine::solver
