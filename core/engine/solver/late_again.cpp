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
        connection.retries == 0 || call.refused > 0 || call.reaches < 1) {
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

double over(double a, double b) {
    return a > 0 && b > 0 ? a / b : 1;
}

// Completions that those wait for who do not leave.
double meanOfStaying(const std::vector<double>& law, const std::vector<double>& leaves, std::size_t servers) {
    double staying = 0;
    double completions = 0;
    for (std::size_t n = 0; n < law.size(); ++n) {
        staying += law[n] * (1 - leaves[n]);
        completions += n < servers ? 0 : law[n] * (1 - leaves[n]) * static_cast<double>(n - servers + 1);
    }
    return over(completions, staying);
}

}  // namespace

LateAgain::LateAgain(const Model& model, State& state) : model_(model), sameMachine_(model.calls.size()) {
    std::vector<const Connection*> first(model.components.size());
    for (Index i = 0; i < model.calls.size(); ++i) {
        const double same = sameMachineOf(model, model.calls[i]);
        if (!(same > 0)) {
            continue;
        }
        const Connection& connection = model.connections[model.calls[i].connection];
        const Connection*& like = first[model.visits[model.calls[i].visit].component];
        like = like != nullptr ? like : &connection;
        if (like->timeoutMs == connection.timeoutMs &&
            like->cancelsOnTimeout == connection.cancelsOnTimeout) {
            sameMachine_[i] = same;
            state.lateAgain[i].resize(std::min(static_cast<std::size_t>(connection.retries), mostDistinct));
        }
    }
    for (ReturningCalls& calls : returningCalls(model, sameMachine_)) {
        stations_.push_back(
            {.calls = std::move(calls), .queue = {}, .load = std::nullopt, .calm = 1, .remembered = {}});
    }
}

void LateAgain::find(State& state, bool solves) {
    for (Station& station : stations_) {
        if (solves) {
            findStation(station, state);
        }
        recall(station, state);
    }
}

// Also where nothing has changed: the state may have been set to something else.
void LateAgain::recall(const Station& station, State& state) const {
    for (std::size_t s = 0; s < station.calls.streams.size(); ++s) {
        for (const auto& [call, caller] : station.calls.streams[s]) {
            std::vector<double>& again = state.lateAgain[call];
            for (std::size_t k = 0; k < again.size(); ++k) {
                again[k] = station.remembered.empty() ? 0 : sameMachine_[call] * station.remembered[s][k];
            }
        }
    }
}

void LateAgain::forget(Station& station, State& state) {
    const Index index = station.calls.component;
    station.remembered.clear();
    state.lateLost[index] = state.lateLost[index] != 0 || state.lateReturns[index] ? 1 : 0;
    state.lateReturns[index].reset();
}

void LateAgain::findStation(Station& station, State& state) const {
    const Index index = station.calls.component;
    const Component& component = model_.components[index];
    const WorkMix mix = mixOf(model_, state, component, 0);
    const auto workers = static_cast<double>(component.steady.pools.front().workers);
    if (state.lateLost[index] != 0 || state.consumes[index] != 0 || state.usersShare[index] > 0 ||
        !(mix.rate() > 0) || !(mix.mean() > 0)) {
        forget(station, state);
        station.load.reset();
        return;
    }
    const queueing::LateRetrialQueue::Load load = lateLoad(model_, state, station.calls, sameMachine_, mix);
    if (!load.patience && mix.rate() * mix.mean() >= workers) {
        forget(station, state);
        station.load.reset();
        return;
    }
    // Where more is offered than can be done, those who leave keep the workers busy, whenever they come back.
    constexpr double most = 1.2;
    constexpr double fades = 0.4;
    const double calm =
        load.patience ? std::clamp((most - mix.rate() * mix.mean() / workers) / fades, 0.0, 1.0) : 1;
    constexpr double same = 1e-9;
    if (station.load && isSameLoad(load, *station.load) && std::abs(calm - station.calm) < same) {
        return;
    }
    station.load = load;
    station.calm = calm;
    if (!station.queue.solve(load)) {
        forget(station, state);
        return;
    }
    const double late = station.queue.late();
    station.remembered.assign(station.calls.streams.size(), std::vector<double>(mostDistinct));
    for (std::size_t s = 0; s < station.remembered.size(); ++s) {
        for (std::size_t k = 0; k < mostDistinct && late < 1; ++k) {
            const double there = station.queue.lateAgain(s, k + 1);
            station.remembered[s][k] = calm * std::clamp((there - late) / (1 - late), 0.0, 1.0);
        }
    }
    const auto servers = static_cast<std::size_t>(load.servers);
    const double completion = 1 / (load.serviceRate * static_cast<double>(load.servers));
    LateReturns returns;
    returns.rps = station.queue.arrivals() / load.serviceRate / mix.mean() * msPerSecond;
    returns.found = waitOfFound(station.queue.found(), servers, completion);
    returns.byAll = waitOfFound(station.queue.foundByAll(), servers, completion);
    const std::vector<double> random = station.queue.foundAtRandom();
    const std::vector<double> leaves = station.queue.leaves();
    const std::vector<double> all = station.queue.foundByAll();
    returns.longer = over(returns.found.mean(), waitOfFound(random, servers, completion).mean());
    returns.longerForAll = over(meanOfStaying(all, leaves, servers), meanOfStaying(random, leaves, servers));
    const auto leaving = [&](const std::vector<double>& law) {
        return std::inner_product(law.begin(), law.end(), leaves.begin(), 0.0);
    };
    returns.leaving = over(leaving(all), leaving(random));
    for (double* factor : {&returns.longer, &returns.longerForAll, &returns.leaving}) {
        *factor = std::pow(*factor, calm);
    }
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

void layReturns(const LateReturns& returns, PoolState& at) {
    PoolState::Leaving leaving = *at.leaving;
    const double random = leaving.stays;
    leaving.exact = false;
    leaving.offered =
        queueing::WaitDistribution::piecewise(leaving.offered.pieces().stretched(returns.longer));
    leaving.served =
        queueing::WaitDistribution::piecewise(leaving.served.pieces().likelier(returns.longerForAll));
    leaving.stays = 1 - std::min((1 - leaving.stays) * returns.leaving, 1.0);
    leaving.meanInLine *= returns.longerForAll;
    leaving.longer = returns.longer;
    leaving.oftener = returns.leaving;
    at.utilization *= random > 0 ? leaving.stays / random : 1;
    at.leaving = std::move(leaving);
}

bool isBackAfterTimeout(const Model& model, const State& state, Index call) {
    constexpr double hardlyAny = 1e-9;
    const Call& c = model.calls[call];
    return c.visit != none && !state.lateAgain[call].empty() && state.outcome[call].failing < hardlyAny &&
           state.lateReturns[model.visits[c.visit].component];
}

}  // namespace headroom::engine::solver
