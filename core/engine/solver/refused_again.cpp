#include "core/engine/solver/refused_again.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/engine/solver/attempts.h"
#include "core/engine/solver/callers.h"
#include "core/engine/solver/gates.h"
#include "core/engine/solver/stations.h"
#include "core/queueing/still_full.h"

namespace headroom::engine::solver {

namespace {

// The probability that a retry comes to the machine that has rejected it; 0 where that is not for chance to
// say, or where more than one queue can reject.
double sameMachineOf(const Model& model, const Call& call) {
    const Connection& connection = model.connections[call.connection];
    if (!call.awaited || call.visit == none || connection.retries == 0 || call.refused > 0) {
        return 0;
    }
    const Component& to = model.componentOf(model.visits[call.visit]);
    const bool oneQueue = to.steady.pools.size() == 1 && to.steady.pools.front().queueLimit &&
                          !to.steady.pools.front().slotCount && !to.steady.gate && !to.steady.store;
    if (!oneQueue) {
        return 0;
    }
    const double machines = to.steady.pools.front().machines;
    const Policy policy =
        connection.policy.value_or(model.components[connection.from].steady.policy.value_or(Policy::random));
    return machines == 1 ? 1 : (policy == Policy::random ? 1 / machines : 0);
}

// By visit: whether it, or something that it waits for, turns requests away for room or by a limit.
std::vector<char> rejecting(const Model& model, const State& state) {
    constexpr double worthAWord = 1e-6;
    std::vector<char> rejects(model.visits.size());
    for (Index visit = 0; visit < model.visits.size(); ++visit) {
        rejects[visit] = 1 - state.admitted(model.visits[visit].component) > worthAWord ? 1 : 0;
    }
    markCallers(
        model, [&](Index call) { return model.calls[call].awaited && state.made[call] > 0; }, rejects);
    return rejects;
}

}  // namespace

RefusedAgain::RefusedAgain(const Model& model)
    : model_(model), sameMachine_(model.calls.size()), foundFor_(model.calls.size(), -1) {
    for (Index i = 0; i < model.calls.size(); ++i) {
        sameMachine_[i] = sameMachineOf(model, model.calls[i]);
        any_ = any_ || sameMachine_[i] > 0;
    }
}

// The times that an attempt may come after the one before double; once they are so long that the queue has
// forgotten, all later ones are alike.
std::vector<double> RefusedAgain::chancesOf(const Call& call, const State& state, double sameMachine) {
    constexpr double forgotten = 1e-9;
    constexpr int mostDistinct = 10;
    const Connection& connection = model_.connections[call.connection];
    const Index component = model_.visits[call.visit].component;
    const double full = 1 - state.room[component];
    if (!(full > 0) || state.together[component] > 1) {
        return {};
    }
    const MachinePool& pool = model_.components[component].steady.pools.front();
    const BoundedQueue queue = boundedQueue(mixOf(model_, state, model_.components[component], 0), pool,
                                            state.arrivalScv[component], 1);
    constexpr double same = 1e-8;
    double& before = foundFor_[&call - model_.calls.data()];
    if (std::abs(queue.arrivalRate - before) <= same * before) {
        return state.stillFull[&call - model_.calls.data()];
    }
    before = queue.arrivalRate;
    const double wayMs = connection.latencyMs + call.transferMs;
    std::vector<double> again;
    double longest = connection.backoffMs;
    for (int k = 0; k < std::min(connection.retries, mostDistinct); ++k) {
        const double still = queue.stillFull(wayMs, longest);
        again.push_back(full + sameMachine * std::max(still - full, 0.0));
        if (again.back() - full < forgotten) {
            break;
        }
        longest *= 2;
    }
    return again;
}

void RefusedAgain::find(State& state) {
    if (!any_) {
        return;
    }
    std::ranges::fill(state.echo, 0.0);
    for (Index visit = 0; visit < model_.visits.size(); ++visit) {
        const Visit& v = model_.visits[visit];
        for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
            const Index to = model_.calls[i].visit;
            if (sameMachine_[i] > 0 && state.rate[to] > 0) {
                state.echo[to] +=
                    state.rate[visit] * state.echoed[i] * model_.calls[i].reaches / state.rate[to];
            }
        }
    }
    constexpr double nearlyAll = 1 - 1e-12;
    for (double& echo : state.echo) {
        echo = std::clamp(echo, 0.0, nearlyAll);
    }
    for (Index i = 0; i < model_.calls.size(); ++i) {
        if (sameMachine_[i] > 0) {
            state.stillFull[i] = chancesOf(model_.calls[i], state, sameMachine_[i]);
        }
    }
}

std::vector<Id> takenAsFresh(const Model& model, const State& state) {
    constexpr double worthAWord = 1e-6;
    std::set<Id> ids;
    std::vector<char> rejects;
    for (Index i = 0; i < model.calls.size(); ++i) {
        const Call& call = model.calls[i];
        if (!call.awaited || call.visit == none || !(state.outcome[i].retries > worthAWord) ||
            !state.stillFull[i].empty()) {
            continue;
        }
        if (rejects.empty()) {
            rejects = rejecting(model, state);
        }
        if (rejects[call.visit] != 0) {
            ids.insert(model.connections[call.connection].id);
        }
    }
    return {ids.begin(), ids.end()};
}

}  // namespace headroom::engine::solver
