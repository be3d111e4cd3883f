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

// Nobody waits for what consumers do with a message.
bool handsOver(const Component& component) {
    return component.steady.onward == Onward::consumers;
}

// One call after the other, each until it is known what becomes of it; what nobody waits for stands beside.
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
        const bool plain = call.visit != none && connection.retries == 0 && connection.silent == 0 &&
                           !isTimed(model, call) && !refusesItself(connection);
        if (call.awaited && state.made[i] > 0 && !plain) {
            return false;
        }
    }
    return true;
}

bool isPlain(const Component& component) {
    const SteadyState& steady = component.steady;
    return component.known && !steady.gate && !steady.urgentFirst && !steady.messages.limits() &&
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

/// What the requests of a workload wait for, with what they pass on the way.
class Awaited {
  public:
    Awaited(const Model& model, const State& state, Index from)
        : model_(model), visits_(model.visits.size()), components_(model.components.size()) {
        std::vector<Index> open = {from};
        while (!open.empty()) {
            const Index visit = open.back();
            open.pop_back();
            if (visits_[visit] != 0) {
                continue;
            }
            visits_[visit] = 1;
            const Visit& v = model.visits[visit];
            components_[v.component] = 1;
            const Index calls = handsOver(model.componentOf(v)) ? 0 : v.callCount;
            for (Index i = v.firstCall; i < v.firstCall + calls; ++i) {
                if (model.calls[i].awaited && model.calls[i].visit != none && state.made[i] > 0) {
                    open.push_back(model.calls[i].visit);
                }
            }
        }
    }

    [[nodiscard]] bool component(Index index) const { return components_[index] != 0; }

    /// Whether it is one call after the other, at machines that do nothing beside.
    [[nodiscard]] bool isOneAfterTheOther(const State& state) const {
        for (Index visit = 0; visit < model_.visits.size(); ++visit) {
            const Component& at = model_.componentOf(model_.visits[visit]);
            const bool here = component(model_.visits[visit].component);
            const bool plain = visits_[visit] != 0
                                   ? isPlain(at) && (handsOver(at) || waitsForAll(model_, state, visit))
                                   : !here;
            if ((state.rate[visit] > 0 && !plain) || state.fills[visit] > 0 || state.broken[visit] != 0) {
                return false;
            }
        }
        return true;
    }

  private:
    const Model& model_;
    std::vector<char> visits_;
    std::vector<char> components_;
};

bool addMachines(const Model& model, const State& state, const Awaited& awaited, double rps,
                 ProductNetwork& network) {
    for (Index i = 0; i < model.components.size(); ++i) {
        for (std::size_t p = 0; p < model.components[i].steady.pools.size() && awaited.component(i); ++p) {
            if (!addPool(model, state, i, p, rps, network)) {
                return false;
            }
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
        !balancedByLoad(model).empty()) {
        return std::nullopt;
    }
    const Awaited awaited(model, idle, w.visit);
    if (!awaited.isOneAfterTheOther(idle)) {
        return std::nullopt;
    }
    ProductNetwork network{.workload = workload, .users = static_cast<std::int64_t>(*w.users)};
    if (!addMachines(model, idle, awaited, w.rps, network) ||
        queueing::productFormCost(network.machines, network.users) > mostCost) {
        return std::nullopt;
    }
    double workMs = 0;
    for (const queueing::ClosedMachines& machines : network.machines) {
        workMs += machines.demand * static_cast<double>(machines.machines);
    }
    network.delayMs = std::max(cycleMs - workMs, 0.0);
    for (Index i = 0; i < model.components.size(); ++i) {
        if (awaited.component(i)) {
            network.components.push_back(i);
        }
    }
    return network;
}

void setWaits(const ProductNetwork& network, Model& model) {
    const queueing::ProductFormAnswer answer =
        queueing::productForm(network.machines, network.delayMs, network.users);
    model.workloads[network.workload].rps = answer.throughput * msPerSecond;
    model.usersExactly = network.isModel;
    for (const Index component : network.components) {
        model.components[component].usersWaits.assign(model.components[component].steady.pools.size(),
                                                      UsersWait());
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
