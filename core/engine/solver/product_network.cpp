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

// A block of one call is no other than a call by itself.
bool sendsTogether(const Model& model, const Step& step) {
    const bool one = step.blockSteps == 1 && step.callCount == 1 && model.calls[step.firstCall].calls <= 1;
    return step.parallel && step.blockSteps > 0 && !one;
}

// One call after the other; what nobody waits for stands beside.
bool waitsForAll(const Model& model, const State& state, Index visit) {
    const Visit& v = model.visits[visit];
    for (Index i = v.firstStep; i < v.firstStep + v.stepCount; ++i) {
        if (sendsTogether(model, model.steps[i])) {
            return false;
        }
    }
    for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
        const Call& call = model.calls[i];
        const Connection& connection = model.connections[call.connection];
        const bool plain = call.visit != none && connection.silent == 0 && !refusesItself(connection);
        if (call.awaited && state.made[i] > 0 && !plain) {
            return false;
        }
    }
    return true;
}

// Until it is known what becomes of each, and only once.
bool waitsToTheEnd(const Model& model, const State& state, Index visit) {
    const Visit& v = model.visits[visit];
    for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
        const Call& call = model.calls[i];
        if (call.awaited && state.made[i] > 0 &&
            (isTimed(model, call) || model.connections[call.connection].retries > 0)) {
            return false;
        }
    }
    return true;
}

// As often as at hardly any users.
bool hitsAtAnyRate(const CacheContent& content) {
    return content.hitRatio || !content.fetchTimesCount();
}

bool isPlain(const Component& component) {
    const SteadyState& steady = component.steady;
    return component.known && !steady.gate && !steady.urgentFirst && !steady.messages.limits() &&
           (!steady.content || hitsAtAnyRate(*steady.content)) &&
           (!steady.store || steady.store->scatter == 0);
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

    /// Whether each of these calls is waited for to its end.
    [[nodiscard]] bool isPatient(const State& state) const {
        for (Index visit = 0; visit < model_.visits.size(); ++visit) {
            if (visits_[visit] != 0 && state.rate[visit] > 0 &&
                !handsOver(model_.componentOf(model_.visits[visit])) &&
                !waitsToTheEnd(model_, state, visit)) {
                return false;
            }
        }
        return true;
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
          isPatient_(users_.isPatient(state)),
          balanced_(balancedByLoad(model)),
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
            if ((state_.rate[visit] > 0 && !known) || state_.broken[visit] != 0) {
                return false;
            }
        }
        return isPlain_;
    }

    /// Whether nobody gives up or comes again, no policy looks at machines, and no misses are filled in
    /// beside.
    [[nodiscard]] bool isExact() const {
        const bool fills = std::ranges::any_of(state_.fills, [](double rate) { return rate > 0; });
        return isPatient_ && balanced_.empty() && !fills;
    }

    /// False where it is no machine of the network, and has waits of its own.
    bool addPool(Index index, std::size_t p, double rps, ProductNetwork& network) const {
        const Component& component = model_.components[index];
        const MachinePool& pool = component.steady.pools[p];
        const Jobs users = jobsOf(model_, state_, index, p, users_.visits());
        const Jobs open = jobsOf(model_, state_, index, p, open_);
        if (pool.unlimited || !(users.work + open.work > 0)) {
            return true;
        }
        const double load = (users.work + open.work) / static_cast<double>(pool.workers);
        const bool whole = pool.machines == std::floor(pool.machines) && pool.machines >= 1;
        const auto workers = static_cast<double>(pool.workers);
        constexpr double rounding = 1e-9;
        const bool alike =
            open.rate == 0 || std::abs(open.work / open.rate * users.rate / users.work - 1) < rounding;
        constexpr double nearlyFull = 1 - 1e-6;
        if (!whole || pool.jobs != pool.answers || pool.queueLimit || pool.slotCount || !(users.work > 0) ||
            !alike || open.work > workers * nearlyFull || component.isCounted) {
            network.otherLoad = std::max(network.otherLoad, load);
            network.isModel = false;
            return false;
        }
        network.mostLoad = std::max(network.mostLoad, load);
        const WorkMix mix = mixOf(model_, state_, component, p);
        network.isModel = network.isModel && mix.isExponential() && state_.arrivalScv[index] == 1;
        // Machines of which the least busy is picked are nearly one line, and have waits of their own.
        const bool oneLine = std::ranges::binary_search(balanced_, index);
        const double together = oneLine ? pool.machines : 1;
        network.places.push_back({index, p, users.work / users.rate, oneLine});
        network.machines.push_back({.demand = users.work * together * msPerSecond / rps,
                                    .servers = pool.workers * static_cast<std::int64_t>(together),
                                    .machines = static_cast<std::int64_t>(pool.machines / together),
                                    .openLoad = open.work * together});
        network.idleMs += users.rate * msPerSecond / rps * pool.machines *
                          (users.work / users.rate + state_.pools[index][p].wait.mean());
        return true;
    }

    /// False where too much of the work is done outside of the network.
    bool addMachines(double rps, ProductNetwork& network) const {
        constexpr double beside = 0.8;
        for (Index i = 0; i < model_.components.size(); ++i) {
            const std::size_t pools = users_.component(i) ? model_.components[i].steady.pools.size() : 0;
            bool within = !std::ranges::binary_search(balanced_, i);
            for (std::size_t p = 0; p < pools; ++p) {
                within = addPool(i, p, rps, network) && within;
            }
            if (!within) {
                continue;
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
        return network.otherLoad <= beside * network.mostLoad;
    }

  private:
    void add(const Awaited& open) {
        if (!open.meets(users_)) {
            return;
        }
        isPlain_ = isPlain_ && open.isOneAfterTheOther(state_);
        isPatient_ = isPatient_ && open.isPatient(state_);
        for (std::size_t visit = 0; visit < open_.size(); ++visit) {
            open_[visit] = open_[visit] != 0 || open.visits()[visit] != 0 ? 1 : 0;
        }
    }

    const Model& model_;
    const State& state_;
    Awaited users_;
    bool isPlain_;
    bool isPatient_;
    std::vector<Index> balanced_;
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
    if (*w.users > mostUsers || *w.users != std::floor(*w.users)) {
        return std::nullopt;
    }
    const Mixed mixed(model, idle, workload);
    ProductNetwork network{.workload = workload, .users = static_cast<std::int64_t>(*w.users)};
    network.isModel = mixed.isExact();
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
        Component& component = model.components[place.component];
        if (place.oneLine) {
            component.usersWaits.assign(component.steady.pools.size(), UsersWait());
        }
        if (component.usersWaits.empty()) {
            continue;
        }
        const auto waitOf = [&](const queueing::ClosedWait& wait) {
            UsersWait users = usersWaitOf(wait, place.serviceMs, random);
            users.users = static_cast<double>(network.users);
            users.machines = static_cast<double>(machines.machines);
            users.held = held[i];
            return users;
        };
        component.usersWaits[place.pool] = waitOf(answer.waits[i]);
        if (!component.openWaits.empty()) {
            component.openWaits[place.pool] = waitOf(answer.openWaits[i]);
        }
    }
}

}  // namespace headroom::engine::solver
