#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "core/engine/solver/figures.h"
#include "core/engine/solver/response_tables.h"
#include "core/engine/solver/snapshot.h"
#include "core/results/results.h"

namespace headroom::engine::solver {

/// The distributions that the answer shows.
struct ShownNodes {
    std::vector<MaybeNode> wait;  ///< by component
    std::vector<MaybeNode> residence;
    std::vector<MaybeNode> response;
    std::vector<MaybeNode> connection;
};

/// The parts of a results by the indices of the model, added in the order of their ids; `order` is that of
/// the last time, or empty.
template <class Result, class Part>
std::vector<Result*> addRows(const std::vector<Part>& parts, std::map<Id, Result>& results,
                             std::vector<Index>& order) {
    if (order.size() != parts.size()) {
        order.resize(parts.size());
        for (Index i = 0; i < order.size(); ++i) {
            order[i] = i;
        }
        std::ranges::sort(order, {}, [&](Index i) -> const Id& { return parts[i].id; });
    }
    std::vector<Result*> rows(parts.size());
    for (const Index i : order) {
        rows[i] = &results.try_emplace(results.end(), parts[i].id)->second;
    }
    return rows;
}

/// The answer of the last solve, whose parts are those of the next where nothing of them or next to them has
/// changed.
struct KnownAnswer {
    /// To be said first: finds what has changed since the last time.
    void compare(const Model& model, const State& state) { changed = of.update(model, state); }
    /// By component, whether it has to be answered anew. With all latencies.
    const std::vector<char>& staleParts(const Model& model, ResponseTables& times);
    /// That all that is stale has been answered.
    void remember(const ShownNodes& shown, const std::vector<results::ComponentResult*>& all,
                  const std::vector<results::ConnectionResult*>& ways);

    /// What of a workload follows from its distribution alone.
    struct Workload {
        bool isKnown = false;
        MaybeNode node;
        std::optional<double> deadlineMs;
        double lateShare = 0;
        results::Latency latency;
    };

    Snapshot of;
    std::vector<char> changed;               ///< by component
    std::vector<char> stale;                 ///< by component; what a stopped solve has not answered, too
    const ResponseTables* madeOf = nullptr;  ///< for where the tables are others
    ShownNodes nodes;
    std::vector<results::ComponentResult> components;  ///< without costs and availability
    std::vector<results::Latency> connections;
    std::vector<Workload> workloads;
    results::Latency system;
    std::vector<Index> componentOrder;
    std::vector<Index> connectionOrder;
};

}  // namespace headroom::engine::solver
