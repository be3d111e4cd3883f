#include "core/engine/solver/component_answer.h"

#include <algorithm>

#include "core/engine/solver/fetch_times.h"
#include "core/engine/solver/gates.h"
#include "core/engine/solver/open_connections.h"
#include "core/engine/solver/slots.h"
#include "core/engine/solver/store_answer.h"
#include "core/engine/solver/usage.h"

namespace headroom::engine::solver {

namespace {

constexpr double msPerSecond = 1000;
constexpr double hotAbove = 0.7;
constexpr double worthAWord = 0.001;

/// Sums over the classes at one component, per second.
struct Totals {
    double arrivals = 0;
    double served = 0;
    double left = 0;  ///< that are let in and that nobody gets round to
    double abandoned = 0;
    double dropped = 0;
    double success = 0;
    double failure = 0;
    double waiting = 0;
    double lookups = 0;
    double hits = 0;
};

Totals totalsOf(const Model& model, const State& state, const Component& component) {
    Totals t;
    for (const Index visit : component.visits) {
        const Visit& v = model.visits[visit];
        const Op op = model.opOf(v);
        const double echoes = state.rate[visit] * state.echo[visit];
        const double fresh = state.rate[visit] - echoes;
        const double arriving = fresh + state.fills[visit];
        const double all = arriving * state.admittedOf(visit, v.component);
        t.arrivals += arriving + echoes;
        t.dropped += arriving - all + echoes;
        const double takenBack = fresh * state.admittedOf(visit, v.component) * (1 - state.stays[visit]);
        t.abandoned += takenBack;
        t.served += (all - takenBack) * state.served[visit];
        t.left += (all - takenBack) * (1 - state.served[visit]);
        // Whoever is turned away has not been in line.
        const double atTheDoor = fresh * (1 - state.admittedOf(visit, v.component));
        t.success += fresh * state.success[visit] * state.stays[visit];
        t.failure += echoes + atTheDoor + (fresh * state.failure[visit] - atTheDoor) * state.stays[visit];
        for (std::size_t p = 0; v.worksHere && p < component.steady.pools.size(); ++p) {
            t.waiting +=
                all * model.jobsAt(v, p) * state.pools[v.component][p].meanWait(v.rank) / msPerSecond;
        }
        if (op == Op::read) {
            t.lookups += state.rate[visit];
            t.hits += state.rate[visit] * state.hit[visit];
        }
    }
    return t;
}

bool hasWorkersForAll(const Component& component) {
    return std::any_of(component.steady.pools.begin(), component.steady.pools.end(),
                       [](const MachinePool& pool) { return pool.unlimited; });
}

double busyShare(const Component& component, const std::vector<PoolState>& pools) {
    double busy = 0;
    double workers = 0;
    for (std::size_t p = 0; p < pools.size(); ++p) {
        const MachinePool& pool = component.steady.pools[p];
        const double all = pool.machines * static_cast<double>(pool.workers);
        busy += all * std::min(1.0, pools[p].utilization);
        workers += all;
    }
    return workers > 0 ? busy / workers : 0;
}

// Of what comes to the busiest of its queues, the share that no caller takes back.
double staying(const State& state, Index component) {
    double most = 0;
    double stays = 1;
    for (const PoolState& pool : state.pools[component]) {
        if (pool.utilization > most) {
            most = pool.utilization;
            stays = pool.leaving ? pool.leaving->stays : 1;
        }
    }
    return stays;
}

double slotsHeld(const Component& component, const std::vector<PoolState>& pools) {
    double held = 0;
    double all = 0;
    for (std::size_t p = 0; p < pools.size(); ++p) {
        const MachinePool& pool = component.steady.pools[p];
        const double slotCount = pool.machines * static_cast<double>(pool.slotCount.value_or(0));
        held += slotCount * pools[p].slotsBusy;
        all += slotCount;
    }
    return all > 0 ? held / all : 0;
}

// Without load, what the workers could do of reads.
results::Figure workersCapacity(const Component& component, const State& state, Index index,
                                double arrivals) {
    if (state.consumerCapacityRps[index] > 0) {
        return state.consumerCapacityRps[index];
    }
    if (hasWorkersForAll(component)) {
        return std::nullopt;
    }
    double most = 0;
    for (const PoolState& pool : state.pools[index]) {
        most = std::max({most, pool.utilization, pool.slotLoad});
    }
    if (most > 0 && arrivals > 0) {
        return arrivals / most;
    }
    double capacity = 0;
    for (const MachinePool& pool : component.steady.pools) {
        capacity += pool.machines * static_cast<double>(pool.workers) * pool.answers[indexOf(Op::read)];
    }
    const double ms = component.steady.meanServiceMs(Op::read);
    return ms > 0 ? results::Figure(capacity / ms * msPerSecond) : std::nullopt;
}

results::Figure capacityOf(const Component& component, const State& state, Index index, double admitted) {
    const results::Figure ofWorkers = workersCapacity(component, state, index, admitted);
    if (!component.steady.gate) {
        return ofWorkers;
    }
    const double limit = limitOf(*component.steady.gate);
    return ofWorkers ? std::min(*ofWorkers, limit) : limit;
}

void answerBroker(const Model& model, const State& state, Index index, results::ComponentResult& result) {
    const ConsumptionState& c = state.consumption[index];
    const MessageRules& rules = model.components[index].steady.messages;
    const bool counted = c.active || (rules.limits() && !model.components[index].steady.partitions);
    const double offered = counted ? c.offeredRps : result.throughput_rps.value_or(0);
    const double growth = counted ? c.growthRps : offered;
    result.backlog_growth_rps = result.backlog_growth_rps.value_or(0) + growth;
    result.dropped_rps = result.dropped_rps.value_or(0) + c.lostRps;
    result.dead_letter_rps = rules.redelivers() ? results::Figure(c.deadRps) : std::nullopt;
    result.stored_bytes = retainedBytes(model, state, model.components[index]);
    if (growth > 0) {
        result.status = results::Status::saturated;
        result.backlog = growth * model.horizonS;
        result.lag_s = model.horizonS * growth / offered;
    } else {
        result.backlog = c.waiting;
        result.lag_s = c.wait.mean() / msPerSecond;
        const double spare = c.capacityRps - offered;
        const results::Figure drain =
            spare > 0 ? results::Figure(c.waiting * state.receives[index] / spare) : std::nullopt;
        result.drain_s = c.waiting > 0 ? drain : 0;
        if (c.lostRps > worthAWord * c.freshRps && result.status != results::Status::saturated) {
            result.status = results::Status::degraded;
        }
    }
    result.queue_length = c.active ? c.waiting : result.backlog;
}

results::Status statusFor(double load) {
    if (load >= 1) {
        return results::Status::saturated;
    }
    return load > hotAbove ? results::Status::hot : results::Status::ok;
}

}  // namespace

double offeredUtilization(const State& state, Index component) {
    double most = std::max(state.consumerLoad[component], state.gateLoad[component]);
    for (const PoolState& pool : state.pools[component]) {
        most = std::max({most, pool.utilization, pool.slotsOffered()});
    }
    return most;
}

void answerComponent(const Model& model, const State& state, Index index, results::ComponentResult& result) {
    const Component& component = model.components[index];
    if (!component.known || state.rateUnknown[index] != 0) {
        result.status = results::Status::unknown;
        return;
    }
    const Totals totals = totalsOf(model, state, component);
    const double finished = totals.success + totals.failure;
    result.arrival_rps = totals.arrivals;
    result.throughput_rps = totals.served;
    result.dropped_rps = totals.dropped;
    result.abandoned_rps = totals.abandoned;
    result.error_rate = finished > 0 ? totals.failure / finished : 0;
    result.backlog_growth_rps = totals.left;
    if (component.steady.originates) {
        return;
    }
    if (component.connectionsWanted > 0) {
        const double places = 1 - withoutPlace(component, component.steady.machines);
        result.open_connections = component.dead ? 0 : component.connectionsWanted * places;
    }
    if (component.scaled) {
        result.instances = component.paidMachines.value_or(component.steady.machines);
    }
    const double load = offeredUtilization(state, index);
    if (!hasWorkersForAll(component)) {
        result.utilization = busyShare(component, state.pools[index]);
        result.offered_utilization = load / state.room[index] / staying(state, index);
    }
    result.capacity_rps =
        capacityOf(component, state, index, totals.arrivals - totals.dropped - totals.abandoned);
    result.queue_length = totals.waiting;
    result.status = statusFor(load);
    if (component.dead) {
        result.status = results::Status::down;
    }
    const bool losesSome = totals.abandoned > worthAWord * totals.arrivals;
    if ((turnsAway(state, index) || losesSome) && result.status != results::Status::saturated) {
        result.status = results::Status::degraded;
    }
    if (state.consumes[index] != 0) {
        result.slot_utilization = state.slotsBusy[index];
    } else if (hasSlots(component)) {
        result.slot_utilization = slotsHeld(component, state.pools[index]);
    }
    if (component.steady.content) {
        const results::Figure given = component.steady.content->hitRatio;
        result.hit_ratio = totals.lookups > 0 ? results::Figure(totals.hits / totals.lookups) : given;
        result.stampede = stampedeAt(model, state, component);
    }
    answerStore(model, state, index, result);
    if (component.steady.onward == Onward::consumers) {
        answerBroker(model, state, index, result);
    }
}

}  // namespace headroom::engine::solver
