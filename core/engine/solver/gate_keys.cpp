#include "core/engine/solver/gate_keys.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "core/queueing/zipf_popularity.h"

namespace headroom::engine::solver {

namespace {

// Ranks are taken together where they differ by less than so much.
constexpr double span = 1.15;

void addKeys(const Clients& clients, double part, std::vector<KeyShare>& shares) {
    if (!(clients.count > 0)) {
        shares.push_back({part, 0});
        return;
    }
    const queueing::ZipfPopularity activity(static_cast<std::int64_t>(clients.count), clients.zipf);
    for (double from = 0; from < clients.count;) {
        const double to = clients.zipf > 0
                              ? std::min(clients.count, std::max(from + 1, std::floor(from * span)))
                              : clients.count;
        const double mass = activity.headMass(to) - activity.headMass(from);
        shares.push_back({part * mass, part * mass / (to - from)});
        from = to;
    }
}

}  // namespace

void rankPriorities(Model& model) {
    for (const Component& component : model.components) {
        const bool favours = component.steady.gate && component.steady.gate->reserve > 0;
        if (!favours && !component.steady.urgentFirst) {
            continue;
        }
        const auto priorityOf = [&](Index visit) {
            return model.classes[model.visits[visit].requestClass].priority;
        };
        std::set<double> priorities;
        for (const Index visit : component.visits) {
            priorities.insert(priorityOf(visit));
        }
        for (const Index visit : component.visits) {
            const auto higher = priorities.upper_bound(priorityOf(visit));
            model.visits[visit].rank = static_cast<Index>(std::distance(higher, priorities.end()));
        }
    }
}

std::vector<KeyShare> keySharesOf(const Model& model) {
    std::vector<KeyShare> shares;
    if (model.workloads.empty()) {
        return shares;
    }
    const Clients& first = model.workloads.front().clients;
    const bool same = std::ranges::all_of(model.workloads, [&](const Workload& w) {
        return w.clients.count == first.count && w.clients.zipf == first.zipf;
    });
    if (same) {
        addKeys(first, 1, shares);
        return shares;
    }
    double total = 0;
    for (const Workload& workload : model.workloads) {
        total += workload.rps;
    }
    for (const Workload& workload : model.workloads) {
        addKeys(workload.clients, total > 0 ? workload.rps / total : 0, shares);
    }
    return shares;
}

}  // namespace headroom::engine::solver
