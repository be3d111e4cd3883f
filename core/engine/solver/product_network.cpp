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

/// Jobs of one machine, per ms.
struct Jobs {
    double rate = 0;
    double work = 0;  ///< busy workers
};

Jobs jobsOf(const Model& model, const State& state, Index component, std::size_t p,
            const std::vector<char>& ofVisits) {
    const SteadyState& steady = model.components[component].steady;
    Jobs jobs;
    for (const Index visit : model.components[component].visits) {
        const Visit& v = model.visits[visit];
        if (ofVisits[visit] != 0 && v.worksHere) {
            const double rate =
                state.rate[visit] * model.jobsAt(v, p) / steady.pools[p].machines / msPerSecond;
            jobs.rate += rate;
            jobs.work += rate * steady.service(model.opOf(v), v.serviceMs).mean();
        }
    }
    return jobs;
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

    [[nodiscard]] const std::vector<char>& visits() const { return visits_; }
    [[nodiscard]] bool component(Index index) const { return components_[index] != 0; }

    /// Whether both work somewhere at the same machines.
    [[nodiscard]] bool meets(const Awaited& other) const {
        for (Index i = 0; i < components_.size(); ++i) {
            if (component(i) && other.component(i) && !model_.components[i].steady.pools.empty()) {
                return true;
            }
        }
        return false;
    }

    /// Whether it is one call after the other.
    [[nodiscard]] bool isOneAfterTheOther(const State& state) const {
        for (Index visit = 0; visit < model_.visits.size(); ++visit) {
            const Component& at = model_.componentOf(model_.visits[visit]);
            if (visits_[visit] != 0 && state.rate[visit] > 0 &&
                !(isPlain(at) && (handsOver(at) || waitsForAll(model_, state, visit)))) {
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

/// The only closed workload, and the open ones that come to its machines.
class Mixed {
  public:
    Mixed(const Model& model, const State& state, Index closed)
        : model_(model),
          state_(state),
          users_(model, state, model.workloads[closed].visit),
          isPlain_(users_.isOneAfterTheOther(state)),
          open_(model.visits.size()) {
        for (const Workload& workload : model.workloads) {
            if (&workload != &model.workloads[closed] && workload.rps > 0) {
                add(Awaited(model, state, workload.visit));
            }
        }
    }

    [[nodiscard]] const Awaited& users() const { return users_; }

    /// Whether nothing else comes to these machines, and all requests make one call after the other.
    [[nodiscard]] bool isAll() const {
        for (Index visit = 0; visit < model_.visits.size(); ++visit) {
            const Index at = model_.visits[visit].component;
            const bool here = users_.component(at) && !model_.components[at].steady.pools.empty();
            const bool known = users_.visits()[visit] != 0 || open_[visit] != 0 || !here;
            if ((state_.rate[visit] > 0 && !known) || state_.fills[visit] > 0 || state_.broken[visit] != 0) {
                return false;
            }
        }
        return isPlain_;
    }

    /// False where it is no machine of the network.
    bool addPool(Index index, std::size_t p, double rps, ProductNetwork& network) const {
        const Component& component = model_.components[index];
        const MachinePool& pool = component.steady.pools[p];
        const Jobs users = jobsOf(model_, state_, index, p, users_.visits());
        const Jobs open = jobsOf(model_, state_, index, p, open_);
        if (pool.unlimited || !(users.work + open.work > 0)) {
            return true;
        }
        const bool whole = pool.machines == std::floor(pool.machines) && pool.machines >= 1;
        const auto workers = static_cast<double>(pool.workers);
        constexpr double rounding = 1e-9;
        const bool alike =
            open.rate == 0 || std::abs(open.work / open.rate * users.rate / users.work - 1) < rounding;
        constexpr double nearlyFull = 1 - 1e-6;
        if (!whole || pool.jobs != pool.answers || pool.queueLimit || pool.slotCount || !(users.work > 0) ||
            !alike || open.work > workers * nearlyFull) {
            return false;
        }
        const WorkMix mix = mixOf(model_, state_, component, p);
        network.isModel = network.isModel && mix.isExponential() && state_.arrivalScv[index] == 1;
        network.places.push_back({index, p, users.work / users.rate});
        network.machines.push_back({.demand = users.work * msPerSecond / rps,
                                    .servers = pool.workers,
                                    .machines = static_cast<std::int64_t>(pool.machines),
                                    .openLoad = open.work});
        network.idleMs += users.rate * msPerSecond / rps * pool.machines *
                          (users.work / users.rate + state_.pools[index][p].wait.mean());
        return true;
    }

    bool addMachines(double rps, ProductNetwork& network) const {
        for (Index i = 0; i < model_.components.size(); ++i) {
            const std::size_t pools = users_.component(i) ? model_.components[i].steady.pools.size() : 0;
            for (std::size_t p = 0; p < pools; ++p) {
                if (!addPool(i, p, rps, network)) {
                    return false;
                }
            }
            for (const Index visit : model_.components[i].visits) {
                if (pools > 0 && open_[visit] != 0) {
                    network.openVisits.push_back(visit);
                }
            }
            if (users_.component(i)) {
                network.components.push_back(i);
            }
        }
        return true;
    }

  private:
    void add(const Awaited& open) {
        if (!open.meets(users_)) {
            return;
        }
        isPlain_ = isPlain_ && open.isOneAfterTheOther(state_);
        for (std::size_t visit = 0; visit < open_.size(); ++visit) {
            open_[visit] = open_[visit] != 0 || open.visits()[visit] != 0 ? 1 : 0;
        }
    }

    const Model& model_;
    const State& state_;
    Awaited users_;
    bool isPlain_;
    std::vector<char> open_;  ///< by visit: of an open workload that comes to these machines
};

UsersWait usersWaitOf(const queueing::ClosedWait& wait, double serviceMs, double random) {
    UsersWait users;
    if (wait.probability > hardlyEver) {
        users.probability = wait.probability;
        users.meanMs = wait.mean * serviceMs;
        users.counts = wait.counts;
        users.completionMs = wait.completion * serviceMs;
        users.openness = std::clamp(wait.mean / random, 0.0, 1.0);
    }
    return users;
}

// Of the time of one user more, what one machine holds in waits.
std::vector<double> heldOf(const ProductNetwork& network, const queueing::ProductFormAnswer& answer) {
    std::vector<double> held(network.machines.size());
    if (network.isModel || network.users < 2) {
        return held;
    }
    const queueing::ProductFormAnswer before =
        queueing::productForm(network.machines, network.delayMs, network.users - 1);
    for (std::size_t i = 0; i < held.size(); ++i) {
        held[i] = before.throughput * network.machines[i].demand *
                  std::max(answer.waits[i].mean - before.waits[i].mean, 0.0);
    }
    return held;
}

}  // namespace

std::optional<ProductNetwork> productNetworkOf(const Model& model, const State& idle, Index workload,
                                               double cycleMs) {
    constexpr double mostUsers = 1e6;
    constexpr double mostCost = 1.2e7;
    const Workload& w = model.workloads[workload];
    if (*w.users > mostUsers || *w.users != std::floor(*w.users) || !balancedByLoad(model).empty()) {
        return std::nullopt;
    }
    const Mixed mixed(model, idle, workload);
    ProductNetwork network{.workload = workload, .users = static_cast<std::int64_t>(*w.users)};
    if (!mixed.isAll() || !mixed.addMachines(w.rps, network) ||
        queueing::productFormCost(network.machines, network.users) > mostCost) {
        return std::nullopt;
    }
    network.delayMs = std::max(cycleMs - network.idleMs, 0.0);
    return network;
}

void setWaits(const ProductNetwork& network, Model& model) {
    const queueing::ProductFormAnswer answer =
        queueing::productForm(network.machines, network.delayMs, network.users);
    const std::vector<double> held = heldOf(network, answer);
    double most = answer.throughput;
    for (const queueing::ClosedMachines& machines : network.machines) {
        constexpr double rounding = 1e-14;
        const double left = static_cast<double>(machines.servers) - machines.openLoad;
        most = std::min(most, (1 - rounding) * left / machines.demand);
    }
    model.workloads[network.workload].rps = most * msPerSecond;
    model.usersExactly = network.isModel;
    for (const Index component : network.components) {
        model.components[component].usersWaits.assign(model.components[component].steady.pools.size(),
                                                      UsersWait());
    }
    for (const Index visit : network.openVisits) {
        model.visits[visit].rank = 1;
        Component& component = model.components[model.visits[visit].component];
        component.openWaits.assign(component.steady.pools.size(), UsersWait());
    }
    for (std::size_t i = 0; i < network.places.size(); ++i) {
        const ProductNetwork::Place& place = network.places[i];
        const queueing::ClosedMachines& machines = network.machines[i];
        const double busy = machines.demand * answer.throughput + machines.openLoad;
        const double random = queueing::MmcQueue(busy, 1, machines.servers).meanWait();
        const auto waitOf = [&](const queueing::ClosedWait& wait) {
            UsersWait users = usersWaitOf(wait, place.serviceMs, random);
            users.users = static_cast<double>(network.users);
            users.machines = static_cast<double>(machines.machines);
            users.held = held[i];
            return users;
        };
        Component& component = model.components[place.component];
        component.usersWaits[place.pool] = waitOf(answer.waits[i]);
        if (!component.openWaits.empty()) {
            component.openWaits[place.pool] = waitOf(answer.openWaits[i]);
        }
    }
}

}  // namespace headroom::engine::solver
