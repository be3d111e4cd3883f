#include "core/engine/solver/refused_again.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "core/engine/solver/attempts.h"
#include "core/engine/solver/callers.h"
#include "core/engine/solver/gates.h"
#include "core/engine/solver/stations.h"
#include "core/queueing/mm_c_k.h"

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
    }
    for (ReturningCalls& calls : returningCalls(model, sameMachine_)) {
        stations_.push_back({.calls = std::move(calls), .queue = {}, .load = std::nullopt});
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
    if (!any()) {
        return;
    }
    findEchoes(state);
    for (Station& station : stations_) {
        findStation(station, state);
    }
}

void RefusedAgain::findEchoes(State& state) const {
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
}

void RefusedAgain::findStation(Station& station, State& state) {
    state.returnedTo[station.calls.component] = {};
    const bool known = findReturned(station, state);
    for (const std::vector<ReturningCall>& stream : station.calls.streams) {
        for (const auto& [call, caller] : stream) {
            if (known) {
                foundFor_[call] = -1;
            } else {
                state.stillFull[call] = chancesOf(model_.calls[call], state, sameMachine_[call]);
            }
        }
    }
}

bool RefusedAgain::findReturned(Station& station, State& state) {
    constexpr std::int64_t mostPlaces = 1'000'000;
    constexpr double never = 1e-12;
    const Index index = station.calls.component;
    const Component& component = model_.components[index];
    const WorkMix mix = mixOf(model_, state, component, 0);
    const BoundedQueue bounded =
        boundedQueue(mix, component.steady.pools.front(), state.arrivalScv[index], 1);
    if (state.allSpent || !(bounded.arrivalRate > 0) || bounded.capacity > mostPlaces ||
        state.together[index] > 1 || state.seen[index] < 1) {
        return false;
    }
    const auto load = retrialLoad(model_, state, station.calls, sameMachine_, mix, bounded);
    if (!station.load || !isSameLoad(load, *station.load)) {
        station.queue.solve(load);
        station.load = load;
    }
    if (station.queue.blocked() < never) {
        return false;
    }
    ReturnedTo& returned = state.returnedTo[index];
    returned = {.known = true,
                .full = station.queue.blocked(),
                .knowsWait = bounded.exact,
                .waits = station.queue.waitProbability(),
                .ahead = station.queue.meanAhead()};
    if (!bounded.exact) {
        returned.full = fullOf(component, mix, bounded, station.queue, state.arrivalScv[index]);
    }
    findAgain(station, state);
    return true;
}

// As much likelier than where all times are exponential, too.
double RefusedAgain::fullOf(const Component& component, const WorkMix& mix, const BoundedQueue& bounded,
                            const queueing::RetrialQueue& queue, double arrivalScv) {
    constexpr double nearlyAlways = 1 - 1e-9;
    const double full = queue.blocked();
    if (full > nearlyAlways) {
        return full;
    }
    const double asIfRandom = queue.admitted() / (1 - full);
    const auto oddsOf = [](double p) { return p / std::max(1 - p, 1e-12); };
    const double room = boundedQueue(mix.thinned(asIfRandom / bounded.arrivalRate),
                                     component.steady.pools.front(), arrivalScv, 1)
                            .room;
    const double plain =
        queueing::MmckQueue(asIfRandom, bounded.serviceRate, bounded.workers, bounded.capacity).blocked();
    const double odds = plain > 0 ? oddsOf(1 - room) * oddsOf(full) / oddsOf(plain) : oddsOf(1 - room);
    return odds / (1 + odds);
}

void RefusedAgain::findAgain(const Station& station, State& state) const {
    constexpr int mostDistinct = 10;
    const double fresh = station.queue.blocked();
    const double full = state.returnedTo[station.calls.component].full;
    for (std::size_t s = 0; s < station.calls.streams.size(); ++s) {
        for (const auto& [call, caller] : station.calls.streams[s]) {
            const int retries = model_.connections[model_.calls[call].connection].retries;
            std::vector<double>& again = state.stillFull[call];
            again.clear();
            for (int k = 1; k <= std::min(retries, mostDistinct); ++k) {
                const double there = station.queue.fullAgain(s, static_cast<std::size_t>(k));
                const double remembered = fresh < 1 ? std::max(there - fresh, 0.0) / (1 - fresh) : 0;
                again.push_back(full + sameMachine_[call] * remembered * (1 - full));
            }
        }
    }
}

bool isReturning(const Model& model, const State& state, Index call) {
    constexpr double hardlyAny = 1e-9;
    const Call& c = model.calls[call];
    return c.visit != none && !state.stillFull[call].empty() && state.outcome[call].failing < hardlyAny &&
           state.returnedTo[model.visits[c.visit].component].known;
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
