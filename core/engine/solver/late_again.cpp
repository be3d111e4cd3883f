#include "core/engine/solver/late_again.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/engine/solver/attempts.h"
#include "core/engine/solver/line_leavers.h"
#include "core/engine/solver/source_bounds.h"
#include "core/engine/solver/stations.h"
#include "core/engine/solver/users_waits.h"
#include "core/queueing/mm_c.h"

namespace headroom::engine::solver {

namespace {

constexpr std::size_t mostDistinct = 10;
constexpr double msPerSecond = 1000;

// Whether one queue of one pool answers, of which nothing more is behind it.
bool isOneQueue(const Model& model, const Visit& visit) {
    const Component& to = model.componentOf(visit);
    const SteadyState& steady = to.steady;
    if (!visit.worksHere || visit.callCount > 0 || steady.pools.size() != 1) {
        return false;
    }
    const MachinePool& pool = steady.pools.front();
    return !pool.queueLimit && !pool.slotCount && !pool.unlimited && !steady.gate && !steady.urgentFirst &&
           steady.onward != Onward::consumers && !to.mostAtOnce && to.usersWaits.empty() &&
           takenBackAt(model, visit, 0) == 1;
}

// The probability that a retry comes to the machine that has made it late; 0 where that is not for chance to
// say, or where the time until an answer is not that of one queue.
double sameMachineOf(const Model& model, const Call& call) {
    const Connection& connection = model.connections[call.connection];
    if (!isTimed(model, call) || !connection.timeoutMs || connection.hedgeAfterMs ||
        connection.retries == 0 || call.refused > 0 || call.reaches < 1 || isTakenBack(model, call)) {
        return 0;
    }
    const Visit& visit = model.visits[call.visit];
    if (!isOneQueue(model, visit)) {
        return 0;
    }
    const double machines = model.componentOf(visit).steady.pools.front().machines;
    const Policy policy =
        connection.policy.value_or(model.components[connection.from].steady.policy.value_or(Policy::random));
    return machines == 1 ? 1 : (policy == Policy::random ? 1 / machines : 0);
}

queueing::WaitDistribution waitOfFound(const std::vector<double>& found, std::size_t servers,
                                       double completion) {
    const auto first = found.begin() + static_cast<std::ptrdiff_t>(servers);
    const double waits = std::accumulate(first, found.end(), 0.0);
    return waits > 0 ? queueing::WaitDistribution::counted(
                           std::min(waits, 1.0),
                           queueing::CountedWait(std::vector<double>(first, found.end()), completion))
                     : queueing::WaitDistribution::none();
}

}  // namespace

LateAgain::LateAgain(const Model& model, State& state) : model_(model), sameMachine_(model.calls.size()) {
    std::vector<std::optional<double>> timeouts(model.components.size());
    for (Index i = 0; i < model.calls.size(); ++i) {
        const double same = sameMachineOf(model, model.calls[i]);
        if (!(same > 0)) {
            continue;
        }
        const Connection& connection = model.connections[model.calls[i].connection];
        std::optional<double>& timeout = timeouts[model.visits[model.calls[i].visit].component];
        timeout = timeout.value_or(*connection.timeoutMs);
        if (*timeout == *connection.timeoutMs) {
            sameMachine_[i] = same;
            state.lateAgain[i].resize(std::min(static_cast<std::size_t>(connection.retries), mostDistinct));
        }
    }
    for (ReturningCalls& calls : returningCalls(model, sameMachine_)) {
        stations_.push_back({.calls = std::move(calls), .queue = {}});
    }
}

void LateAgain::find(State& state) {
    for (Station& station : stations_) {
        findStation(station, state);
    }
}

void LateAgain::forget(const Station& station, State& state) const {
    const Index index = station.calls.component;
    state.lateLost[index] = state.lateLost[index] != 0 || state.lateReturns[index] ? 1 : 0;
    state.lateReturns[index].reset();
    for (const std::vector<ReturningCall>& stream : station.calls.streams) {
        for (const ReturningCall& of : stream) {
            std::ranges::fill(state.lateAgain[of.call], 0.0);
        }
    }
}

void LateAgain::findStation(Station& station, State& state) const {
    const Index index = station.calls.component;
    const Component& component = model_.components[index];
    const WorkMix mix = mixOf(model_, state, component, 0);
    const auto workers = static_cast<double>(component.steady.pools.front().workers);
    if (state.lateLost[index] != 0 || state.consumes[index] != 0 || state.usersShare[index] > 0 ||
        !(mix.rate() > 0) || !(mix.mean() > 0) || mix.rate() * mix.mean() >= workers) {
        forget(station, state);
        station.load.reset();
        return;
    }
    const queueing::LateRetrialQueue::Load load = lateLoad(model_, state, station.calls, sameMachine_, mix);
    if (station.load && isSameLoad(load, *station.load)) {
        return;
    }
    station.load = load;
    if (!station.queue.solve(load)) {
        forget(station, state);
        return;
    }
    const double late = station.queue.late();
    for (std::size_t s = 0; s < station.calls.streams.size(); ++s) {
        for (const auto& [call, caller] : station.calls.streams[s]) {
            std::vector<double>& again = state.lateAgain[call];
            for (std::size_t k = 1; k <= again.size(); ++k) {
                const double there = station.queue.lateAgain(s, k);
                again[k - 1] =
                    late < 1 ? sameMachine_[call] * std::clamp((there - late) / (1 - late), 0.0, 1.0) : 0;
            }
        }
    }
    const auto servers = static_cast<std::size_t>(load.servers);
    const double completion = 1 / (load.serviceRate * static_cast<double>(load.servers));
    LateReturns returns;
    returns.rps = station.queue.arrivals() / load.serviceRate / mix.mean() * msPerSecond;
    returns.found = waitOfFound(station.queue.found(), servers, completion);
    returns.byAll = waitOfFound(station.queue.foundByAll(), servers, completion);
    const double plain =
        queueing::MmcQueue(station.queue.arrivals(), load.serviceRate, load.servers).meanWait();
    returns.longer = plain > 0 ? returns.found.mean() / plain : 1;
    returns.longerForAll = plain > 0 ? returns.byAll.mean() / plain : 1;
    state.lateReturns[index] = std::move(returns);
}

// In a storm, or between it and the calm, more comes than that queue knows of.
void addReturns(const LateReturns& returns, bool exponential, PoolState& at) {
    constexpr double muchMore = 1.2;
    const bool sameLoad = at.arrivalRps < muchMore * returns.rps && returns.rps < muchMore * at.arrivalRps;
    at.exact = false;
    at.formula = "M/M/c, what is late comes back";
    at.ofAll = exponential && sameLoad ? returns.byAll : stretched(at.wait, returns.longerForAll);
    at.wait = exponential && sameLoad ? returns.found : stretched(at.wait, returns.longer);
}

bool isBackAfterTimeout(const Model& model, const State& state, Index call) {
    constexpr double hardlyAny = 1e-9;
    const Call& c = model.calls[call];
    return c.visit != none && !state.lateAgain[call].empty() && state.outcome[call].failing < hardlyAny &&
           state.lateReturns[model.visits[c.visit].component];
}

}  // namespace headroom::engine::solver
