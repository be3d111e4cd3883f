#include "core/engine/solver/hash_shares.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/queueing/hash_placement.h"

namespace headroom::engine::solver {

namespace {

constexpr std::size_t mostSingle = 16;  // machines that are pools of their own
constexpr std::size_t mostGroups = 16;  // of the others, alike enough
constexpr double mostMachines = 1e5;
constexpr double mostPlaces = 1e6;

std::optional<Policy> policyOf(const Model& model, const Connection& connection) {
    return connection.policy ? connection.policy : model.components[connection.from].steady.policy;
}

std::vector<double> sharesOf(Policy policy, std::size_t machines, double virtualNodes,
                             const Clients& clients) {
    const auto places = static_cast<std::size_t>(
        std::max(1.0, std::min(virtualNodes, mostPlaces / static_cast<double>(machines))));
    const auto count = static_cast<std::int64_t>(clients.count);
    if (policy == Policy::consistentHash) {
        return count > 0 ? queueing::clientRingShares(machines, places, count, clients.zipf)
                         : queueing::ringShares(machines, places);
    }
    return count > 0 ? queueing::clientHashShares(machines, count, clients.zipf)
                     : std::vector<double>(machines, 1 / static_cast<double>(machines));
}

// Over all workloads, by their rates.
std::vector<double> mixedShares(const Model& model, Policy policy, std::size_t machines,
                                double virtualNodes) {
    std::vector<double> mixed(machines);
    double total = 0;
    for (const Workload& workload : model.workloads) {
        total += workload.rps;
    }
    for (const Workload& workload : model.workloads) {
        const double part =
            total > 0 ? workload.rps / total : 1 / static_cast<double>(model.workloads.size());
        if (part > 0) {
            const std::vector<double> shares = sharesOf(policy, machines, virtualNodes, workload.clients);
            for (std::size_t i = 0; i < machines; ++i) {
                mixed[i] += part * shares[i];
            }
        }
    }
    return mixed;
}

MachinePool poolOf(const MachinePool& whole, const double* shares, std::size_t count, double total) {
    MachinePool pool = whole;
    pool.machines = static_cast<double>(count);
    const double share = total > 0 ? std::accumulate(shares, shares + count, 0.0) / total : 0;
    for (std::size_t op = 0; op < opCount; ++op) {
        pool.answers[op] *= share;
        pool.jobs[op] *= share;
    }
    return pool;
}

void split(Component& component, std::vector<double> shares) {
    std::sort(shares.begin(), shares.end(), std::greater<>());
    const double total = std::accumulate(shares.begin(), shares.end(), 0.0);
    const MachinePool whole = component.steady.pools.front();
    std::vector<MachinePool> pools;
    const std::size_t rest = shares.size() - std::min(shares.size(), mostSingle);
    const std::size_t each = std::max<std::size_t>(1, (rest + mostGroups - 1) / mostGroups);
    for (std::size_t i = 0; i < shares.size();) {
        const std::size_t count = i < mostSingle ? 1 : std::min(each, shares.size() - i);
        pools.push_back(poolOf(whole, shares.data() + i, count, total));
        i += count;
    }
    component.whole = {whole};
    component.steady.pools = std::move(pools);
}

/// The machines of some connections, and what hashing makes of them.
class HashedFarm {
  public:
    HashedFarm(Model& model, std::vector<Index> connections)
        : model_(model), connections_(std::move(connections)) {
        for (const Index connection : connections_) {
            machines_ += model.components[model.connections[connection].to].steady.machines;
        }
    }

    void split(Policy policy, double virtualNodes, bool weighs) {
        if (!(machines_ > 1) || machines_ > mostMachines || !isSimple()) {
            return;
        }
        const std::vector<double> shares =
            mixedShares(model_, policy, static_cast<std::size_t>(machines_), virtualNodes);
        auto at = shares.begin();
        for (const Index connection : connections_) {
            Component& to = model_.components[model_.connections[connection].to];
            const auto end = at + static_cast<std::ptrdiff_t>(to.steady.machines);
            if (weighs) {
                weigh(connection, std::accumulate(at, end, 0.0));
            }
            if (to.steady.machines > 1) {
                solver::split(to, {at, end});
            }
            at = end;
        }
    }

  private:
    // Whole machines of one sort each, which nobody else calls, one way to each.
    [[nodiscard]] bool isSimple() const {
        return std::ranges::all_of(connections_, [&](Index connection) {
            const Index index = model_.connections[connection].to;
            const Component& to = model_.components[index];
            const auto calls = std::ranges::count(model_.connections, index, &Connection::to);
            return calls == 1 && to.known && to.steady.pools.size() == 1 &&
                   std::floor(to.steady.machines) == to.steady.machines;
        });
    }

    void weigh(Index connection, double share) {
        for (Call& call : model_.calls) {
            if (call.connection == connection) {
                // Never 0, which would take it out of the numbering of the machines.
                call.weight = std::max(share, 1e-15);
            }
        }
    }

    Model& model_;
    std::vector<Index> connections_;
    double machines_ = 0;
};

bool isOpen(const Model& model, const Connection& connection) {
    return connection.weight > 0 && !model.components[connection.to].dead;
}

}  // namespace

void splitByHash(Model& model) {
    for (Index caller = 0; caller < model.components.size(); ++caller) {
        const SteadyState steady = model.components[caller].steady;
        std::vector<Index> shared;
        for (const Index connection : model.components[caller].connections) {
            const Connection& c = model.connections[connection];
            const auto policy = policyOf(model, c);
            if (!policy || !goesByClient(*policy) || !isOpen(model, c)) {
                continue;
            }
            if (steady.onward == Onward::oneTarget && !c.policy) {
                shared.push_back(connection);
            } else {
                HashedFarm(model, {connection}).split(*policy, steady.virtualNodes, false);
            }
        }
        if (!shared.empty()) {
            HashedFarm(model, shared).split(*steady.policy, steady.virtualNodes, true);
        }
    }
}

}  // namespace headroom::engine::solver
