#include "core/engine/solver/balancing.h"

#include <algorithm>
#include <cmath>

#include "core/engine/solver/slots.h"
#include "core/engine/solver/stations.h"
#include "core/engine/solver/users_waits.h"
#include "core/queueing/mm_c.h"
#include "core/queueing/queue_choice.h"
#include "core/queueing/unlike_machines.h"

namespace headroom::engine::solver {

namespace {

constexpr double msPerSecond = 1000;

std::optional<Policy> policyOf(const Model& model, Index connection) {
    const Connection& c = model.connections[connection];
    return c.policy ? c.policy : model.components[c.from].steady.policy;
}

double comparedBy(Policy policy, double choices) {
    constexpr double all = 1e9;
    return policy == Policy::powerOfTwo ? choices : all;
}

Farm farmOf(const Model& model, Index caller, Policy policy, std::vector<Index> connections) {
    return {.policy = policy,
            .choices = comparedBy(policy, model.components[caller].steady.choices),
            .caller = caller,
            .connections = std::move(connections),
            .draws = false};
}

// A balancer compares the machines of all its targets; whoever else has a policy, those of one.
std::vector<Farm> farmsOf(const Model& model) {
    std::vector<Farm> farms;
    for (Index i = 0; i < model.components.size(); ++i) {
        const SteadyState& steady = model.components[i].steady;
        std::vector<Index> shared;
        for (const Index connection : model.components[i].connections) {
            const auto policy = policyOf(model, connection);
            const Connection& c = model.connections[connection];
            if (!policy || !looksAtMachines(*policy) || c.when == When::onFailure) {
                continue;
            }
            if (steady.onward == Onward::oneTarget && !c.policy) {
                shared.push_back(connection);
            } else {
                farms.push_back(farmOf(model, i, *policy, {connection}));
            }
        }
        if (!shared.empty()) {
            farms.push_back(farmOf(model, i, *steady.policy, std::move(shared)));
            farms.back().draws = true;
        }
    }
    return farms;
}

bool hasQueues(const Component& component) {
    return component.known && component.steady.pools.size() == 1 && !component.steady.pools.front().unlimited;
}

bool areEqual(double a, double b) {
    return std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b));
}

double meanOf(const Model& model, const State& state, Index component) {
    const double found = state.pools[component].empty() ? 0 : state.pools[component].front().meanMs;
    return found > 0 ? found : model.components[component].steady.meanServiceMs(Op::read);
}

/// Like machines in place of those of a farm.
struct Like {
    double machines = 0;
    double workers = 0;  ///< of all of them

    [[nodiscard]] std::int64_t each() const {
        return static_cast<std::int64_t>(std::max(1.0, std::round(workers / machines)));
    }
    [[nodiscard]] double serviceMean(double capacity) const { return workers / capacity; }

    /// In service times, or in ms for services of that mean.
    [[nodiscard]] queueing::WaitDistribution waitAt(double choices, double utilization, double meanMs = 1,
                                                    double variation = 1, double behindMs = 0) const {
        return queueing::choiceWait({.machines = machines,
                                     .workers = each(),
                                     .utilization = std::min(1.0, utilization),
                                     .choices = std::min(choices, machines),
                                     .behind = meanMs > 0 ? behindMs / meanMs : 0},
                                    meanMs, variation);
    }
};

}  // namespace

bool sharesByLoad(const Model& model, Index component) {
    const SteadyState& steady = model.components[component].steady;
    return steady.onward == Onward::oneTarget && steady.policy && looksAtMachines(*steady.policy) &&
           model.components[component].connections.size() > 1;
}

std::vector<Index> balancedByLoad(const Model& model) {
    std::vector<Index> components;
    for (const Farm& farm : farmsOf(model)) {
        for (const Index connection : farm.connections) {
            components.push_back(model.connections[connection].to);
        }
    }
    std::sort(components.begin(), components.end());
    components.erase(std::unique(components.begin(), components.end()), components.end());
    return components;
}

void markCounted(Model& model) {
    for (const Index i : balancedByLoad(model)) {
        Component& component = model.components[i];
        component.isCounted = !hasSlots(component) && std::ranges::any_of(component.visits, [&](Index visit) {
            return model.visits[visit].stepCount > 0;
        });
    }
}

Balancing::Balancing(const Model& model) : model_(model) {
    for (Farm& farm : farmsOf(model)) {
        place(std::move(farm));
    }
}

void Balancing::place(Farm farm) {
    Placed placed{.farm = std::move(farm), .targets = {}, .stretch = {}};
    double machines = 0;
    for (const Index connection : placed.farm.connections) {
        const Connection& c = model_.connections[connection];
        const Component& to = model_.components[c.to];
        const auto known = std::ranges::find(placed.targets, c.to, &Target::component);
        if (!hasQueues(to)) {
            return;
        }
        if (c.weight > 0 && !to.dead && known == placed.targets.end()) {
            placed.targets.push_back({c.to, std::max(to.steady.machines, 1.0), c.weight, c.latencyMs});
            machines += placed.targets.back().machines;
        }
    }
    if (!isAlone(placed.farm) || machines < 2) {
        return;
    }
    for (const Target& target : placed.targets) {
        countsBehind_ = countsBehind_ || model_.components[target.component].isCounted;
    }
    farms_.push_back(std::move(placed));
}

// Nobody else sends to its targets: it would not see that.
bool Balancing::isAlone(const Farm& farm) const {
    return std::ranges::all_of(model_.connections, [&](const Connection& c) {
        const auto index = static_cast<Index>(&c - model_.connections.data());
        const bool own = std::ranges::find(farm.connections, index) != farm.connections.end();
        const bool same = std::ranges::any_of(
            farm.connections, [&](Index connection) { return model_.connections[connection].to == c.to; });
        return own || !same;
    });
}

bool Balancing::areAlike(const Placed& placed, const State& state) const {
    const Target& first = placed.targets.front();
    return std::ranges::all_of(placed.targets, [&](const Target& target) {
        const auto workersOf = [&](Index component) {
            return model_.components[component].steady.pools.front().workers;
        };
        return target.weight == first.weight && workersOf(target.component) == workersOf(first.component) &&
               areEqual(meanOf(model_, state, target.component), meanOf(model_, state, first.component));
    });
}

void Balancing::findWeights(State& state) {
    for (Placed& placed : farms_) {
        placed.stretch.assign(placed.targets.size(), 1);
        if (placed.targets.size() > 1 && !areAlike(placed, state)) {
            weigh(placed, state);
        }
    }
}

// As many like machines that can do as much together give the mean wait of all.
void Balancing::weigh(Placed& placed, State& state) const {
    std::vector<queueing::MachineGroup> groups;
    double rate = 0;
    double capacity = 0;
    Like like;
    for (const Target& target : placed.targets) {
        const double mean = meanOf(model_, state, target.component);
        if (!(mean > 0)) {
            return;
        }
        const std::int64_t workers = model_.components[target.component].steady.pools.front().workers;
        groups.push_back({target.machines, workers, mean, target.weight});
        rate += state.pools[target.component].front().arrivalRps * target.machines / msPerSecond;
        like.machines += target.machines;
        like.workers += target.machines * static_cast<double>(workers);
        capacity += target.machines * static_cast<double>(workers) / mean;
    }
    if (!(rate > 0)) {
        return;
    }
    const double usual =
        like.waitAt(placed.farm.choices, rate / capacity).mean() * like.serviceMean(capacity);
    const auto comparison = placed.farm.policy == Policy::leastResponseTime
                                ? queueing::Comparison::requestsTimesResponse
                                : queueing::Comparison::requests;
    const auto found = queueing::balanceUnlike(groups, rate, placed.farm.choices, comparison, usual);
    double taken = usual;
    if (placed.farm.choices < like.machines) {
        // What the chains of like machines miss, those of unlike ones miss about half of.
        const queueing::MachineGroup alike{like.machines, like.each(), like.serviceMean(capacity), 1};
        const auto likeChains =
            queueing::balanceUnlike({alike}, rate, placed.farm.choices, comparison, usual);
        taken = std::sqrt(usual * likeChains.front().meanWait);
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
        placed.stretch[i] =
            taken > 0 ? found[i].meanWait / taken * like.serviceMean(capacity) / groups[i].serviceMean : 1;
        share(placed, placed.targets[i].component, found[i].share, state);
    }
}

void Balancing::share(const Placed& placed, Index target, double share, State& state) const {
    for (const Index visit : model_.components[placed.farm.caller].visits) {
        const Visit& v = model_.visits[visit];
        for (Index call = v.firstCall; placed.farm.draws && call < v.firstCall + v.callCount; ++call) {
            if (model_.connections[model_.calls[call].connection].to == target) {
                state.weight[call] = share;
            }
        }
    }
}

void Balancing::findTogether(State& state) const {
    constexpr double lightest = 0.05;
    constexpr double fullest = 0.98;
    for (const Placed& placed : farms_) {
        double machines = 0;
        for (const Target& target : placed.targets) {
            machines += target.machines;
        }
        for (const Target& target : placed.targets) {
            const Component& component = model_.components[target.component];
            const MachinePool& pool = component.steady.pools.front();
            const WorkMix mix = mixOf(model_, state, component, 0);
            if (!pool.queueLimit || !(mix.mean() > 0)) {
                continue;
            }
            const double busy = mix.rate() * mix.mean() / static_cast<double>(pool.workers);
            const double behindMs = state.elsewhere[target.component].mean + target.networkMs;
            state.together[target.component] =
                queueing::machinesInOneLine({.machines = machines,
                                             .workers = pool.workers,
                                             .utilization = std::clamp(busy, lightest, fullest),
                                             .choices = std::min(placed.farm.choices, machines),
                                             .behind = behindMs / mix.mean()});
        }
    }
}

void Balancing::findBehind(const Responses& responses, State& state) const {
    for (const Placed& placed : farms_) {
        for (const Target& target : placed.targets) {
            if (model_.components[target.component].isCounted) {
                state.elsewhere[target.component] = elsewhereOf(model_, state, responses, target.component);
            }
        }
    }
}

void Balancing::findWaits(const std::vector<ArrivalShape>& arrivals, State& state) const {
    for (const Placed& placed : farms_) {
        await(placed, arrivals, state);
    }
}

namespace {

// By how much longer requests wait than in one line before all machines.
double apart(const Like& like, const PoolState& at, const queueing::WaitDistribution& wait) {
    const double workers = static_cast<double>(like.each()) * std::round(like.machines);
    const double oneLine =
        at.meanMs *
        queueing::MmcQueue(at.utilization * workers, 1, static_cast<std::int64_t>(workers)).meanWait();
    return oneLine > 0 ? wait.mean() / oneLine : 1;
}

}  // namespace

void Balancing::await(const Placed& placed, const std::vector<ArrivalShape>& arrivals, State& state) const {
    Like like;
    double offered = 0;
    double capacity = 0;
    for (const Target& target : placed.targets) {
        const PoolState& pool = state.pools[target.component].front();
        const auto all =
            target.machines *
            static_cast<double>(model_.components[target.component].steady.pools.front().workers);
        like.machines += target.machines;
        like.workers += all;
        offered += pool.arrivalRps * target.machines;
        capacity += pool.meanMs > 0 ? all / pool.meanMs * msPerSecond : 0;
    }
    for (std::size_t i = 0; i < placed.targets.size(); ++i) {
        const Index component = placed.targets[i].component;
        PoolState& at = state.pools[component].front();
        const MachinePool& machines = model_.components[component].steady.pools.front();
        const bool limited = machines.queueLimit || machines.slotCount;
        if (limited || state.consumes[component] || !(at.utilization < 1) || !(at.utilization > 0)) {
            continue;
        }
        const double behindMs = state.elsewhere[component].mean + placed.targets[i].networkMs;
        // The split by chance that the arrivals at one machine went through is undone.
        const double arrivalScv = std::max(0.0, 1 + (arrivals[component].scv - 1) * like.machines);
        const double stretch = placed.stretch.empty() ? 1 : placed.stretch[i];
        const auto waitAt = [&](double utilization) {
            return like.waitAt(placed.farm.choices, utilization, at.meanMs,
                               (arrivalScv + at.scv) / 2 * stretch, behindMs);
        };
        at.exact = at.scv == 1 && arrivalScv == 1 && behindMs == 0;
        at.formula = placed.farm.choices >= like.machines ? "join the shortest queue, measured"
                                                          : "power of d choices, Mitzenmacher 1996";
        const auto& users = model_.components[component].usersWaits;
        if (!users.empty() && users.front().probability > 0) {
            // The fewer users there are, the less of it is left.
            const double longer =
                1 + (apart(like, at, waitAt(offered / capacity)) - 1) * users.front().openness;
            at.exact = false;
            at.wait = stretched(waitOfUsers(users.front()), longer * model_.usersStretch);
        } else {
            at.wait = stretched(waitAt(offered / capacity * state.seen[component]), model_.usersStretch);
        }
    }
}

}  // namespace headroom::engine::solver
