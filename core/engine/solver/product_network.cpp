#include "core/engine/solver/product_network.h"

#include <algorithm>
#include <cmath>

#include "core/engine/solver/attempts.h"
#include "core/engine/solver/balancing.h"
#include "core/engine/solver/own_refusals.h"
#include "core/engine/solver/stations.h"
#include "core/queueing/mm_c.h"

namespace headroom::engine::solver {

namespace {

constexpr double msPerSecond = 1000;
constexpr double hardlyEver = 1e-12;

// One call after the other, each until it is known what becomes of it, and nothing beside.
bool waitsForAll(const Model& model, const State& state, Index visit) {
    const Visit& v = model.visits[visit];
    for (Index i = v.firstStep; i < v.firstStep + v.stepCount; ++i) {
        if (model.steps[i].parallel && model.steps[i].blockSteps > 0) {
            return false;
        }
    }
    for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
        const Call& call = model.calls[i];
        const Connection& connection = model.connections[call.connection];
        const bool plain = call.awaited && call.visit != none && connection.retries == 0 &&
                           connection.silent == 0 && !isTimed(model, call) && !refusesItself(connection);
        if (state.made[i] > 0 && !plain) {
            return false;
        }
    }
    return true;
}

bool isPlain(const Component& component) {
    const SteadyState& steady = component.steady;
    return component.known && !steady.gate && !steady.urgentFirst && steady.onward != Onward::consumers &&
           (!steady.content || steady.content->hitRatio) && (!steady.store || steady.store->scatter == 0);
}

// False where it is no machine of the network.
bool addPool(const Model& model, const State& state, Index index, std::size_t p, double rps,
             ProductNetwork& network) {
    const Component& component = model.components[index];
    const MachinePool& pool = component.steady.pools[p];
    const WorkMix mix = mixOf(model, state, component, p);
    if (pool.unlimited || !(mix.rate() * mix.mean() > 0)) {
        return true;
    }
    const bool whole = pool.machines == std::floor(pool.machines) && pool.machines >= 1;
    if (!whole || pool.jobs != pool.answers || pool.queueLimit || pool.slotCount) {
        return false;
    }
    network.isModel = network.isModel && mix.isExponential() && state.arrivalScv[index] == 1;
    network.places.push_back({index, p, mix.mean()});
    network.machines.push_back({.demand = mix.rate() * msPerSecond / rps * mix.mean(),
                                .servers = pool.workers,
                                .machines = static_cast<std::int64_t>(pool.machines)});
    return true;
}

bool addMachines(const Model& model, const State& state, double rps, ProductNetwork& network) {
    for (Index i = 0; i < model.components.size(); ++i) {
        for (std::size_t p = 0; p < model.components[i].steady.pools.size(); ++p) {
            if (!addPool(model, state, i, p, rps, network)) {
                return false;
            }
        }
    }
    return true;
}

bool isOneCallAfterTheOther(const Model& model, const State& state) {
    for (Index visit = 0; visit < model.visits.size(); ++visit) {
        const bool plain =
            isPlain(model.componentOf(model.visits[visit])) && waitsForAll(model, state, visit);
        if ((state.rate[visit] > 0 && !plain) || state.fills[visit] > 0 || state.broken[visit] != 0) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::optional<ProductNetwork> productNetworkOf(const Model& model, const State& idle, Index workload,
                                               double cycleMs) {
    constexpr double mostUsers = 1e6;
    constexpr double mostCost = 1.2e7;
    const Workload& w = model.workloads[workload];
    const bool alone = std::ranges::all_of(
        model.workloads, [&](const Workload& other) { return &other == &w || !(other.rps > 0); });
    if (!alone || *w.users > mostUsers || *w.users != std::floor(*w.users) ||
        !balancedByLoad(model).empty() || !isOneCallAfterTheOther(model, idle)) {
        return std::nullopt;
    }
    ProductNetwork network{.workload = workload, .users = static_cast<std::int64_t>(*w.users)};
    if (!addMachines(model, idle, w.rps, network) ||
        queueing::productFormCost(network.machines, network.users) > mostCost) {
        return std::nullopt;
    }
    double workMs = 0;
    for (const queueing::ClosedMachines& machines : network.machines) {
        workMs += machines.demand * static_cast<double>(machines.machines);
    }
    network.delayMs = std::max(cycleMs - workMs, 0.0);
    return network;
}

void setWaits(const ProductNetwork& network, Model& model) {
    const queueing::ProductFormAnswer answer =
        queueing::productForm(network.machines, network.delayMs, network.users);
    model.workloads[network.workload].rps = answer.throughput * msPerSecond;
    model.usersExactly = network.isModel;
    for (Component& component : model.components) {
        component.usersWaits.assign(component.steady.pools.size(), UsersWait());
    }
    for (std::size_t i = 0; i < network.places.size(); ++i) {
        const ProductNetwork::Place& place = network.places[i];
        const queueing::ClosedWait& wait = answer.waits[i];
        const double busy = network.machines[i].demand * answer.throughput;
        const double random = queueing::MmcQueue(busy, 1, network.machines[i].servers).meanWait();
        UsersWait& at = model.components[place.component].usersWaits[place.pool];
        at.meanMs = wait.mean * place.serviceMs;
        at.openness = std::clamp(wait.mean / random, 0.0, 1.0);
        if (wait.probability > hardlyEver) {
            const double square = wait.variance + wait.mean * wait.mean;
            at.probability = wait.probability;
            at.variation = std::max(square * wait.probability / (wait.mean * wait.mean) - 1, 0.0);
        } else {
            at = UsersWait();
        }
    }
}

}  // namespace headroom::engine::solver
