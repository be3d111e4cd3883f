#include "core/engine/solver/shards.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "core/queueing/hash_placement.h"

namespace headroom::engine::solver {

namespace {

constexpr std::size_t mostSingle = 16;  // shards that are pools of their own
constexpr std::size_t mostGroups = 16;  // of the others, alike enough

std::vector<double> byWeight(const StoreRules& rules) {
    std::vector<double> shares(static_cast<std::size_t>(rules.shards), 1.0);
    std::copy_n(rules.shardWeights.begin(), std::min(shares.size(), rules.shardWeights.size()),
                shares.begin());
    const double total = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double& share : shares) {
        share = total > 0 ? share / total : 1 / rules.shards;
    }
    return shares;
}

std::vector<double> sharesOf(const StoreRules& rules, const KeySpace& keys) {
    const auto shards = static_cast<std::size_t>(rules.shards);
    const auto count = static_cast<std::int64_t>(keys.count);
    if (!rules.shardWeights.empty()) {
        return byWeight(rules);
    }
    return rules.partitioning == Partitioning::hash ? queueing::clientHashShares(shards, count, keys.zipf)
                                                    : queueing::rangeShares(shards, count, keys.zipf);
}

/// One store whose shards get unlike shares.
class ShardedStore {
  public:
    ShardedStore(Model& model, Index component) : model_(model), component_(model.components[component]) {}

    void place() {
        for (const Index visit : component_.visits) {
            model_.visits[visit].placement =
                placementOf(model_.classes[model_.visits[visit].requestClass].keys);
        }
        sortShards();
        for (Placement& placement : component_.placements) {
            gather(placement);
        }
        splitPools();
    }

  private:
    // Weights hold for all keys alike.
    Index placementOf(Index keys) {
        const StoreRules& rules = *component_.steady.store;
        const auto [known, isNew] = known_.try_emplace(rules.shardWeights.empty() ? keys : none,
                                                       static_cast<Index>(component_.placements.size()));
        if (isNew) {
            component_.placements.push_back(
                {sharesOf(rules, keys == none ? KeySpace() : model_.keySpaces[keys]), {}});
        }
        return known->second;
    }

    // How much all workloads ask for the keys of a visit; what comes of that here is not known yet.
    [[nodiscard]] double interestIn(const Visit& visit) const {
        double rps = 0;
        for (const Workload& workload : model_.workloads) {
            const bool same =
                model_.classes[workload.requestClass].keys == model_.classes[visit.requestClass].keys;
            rps += same ? workload.rps : 0;
        }
        return rps;
    }

    void sortShards() {
        std::vector<double> load(component_.placements.front().ofShard.size());
        for (const Index visit : component_.visits) {
            const Visit& v = model_.visits[visit];
            const double interest = interestIn(v);
            const std::vector<double>& shares = component_.placements[v.placement].ofShard;
            for (std::size_t i = 0; i < load.size(); ++i) {
                load[i] += interest * shares[i];
            }
        }
        order_.resize(load.size());
        std::iota(order_.begin(), order_.end(), std::size_t{0});
        std::stable_sort(order_.begin(), order_.end(),
                         [&](std::size_t a, std::size_t b) { return load[a] > load[b]; });
        component_.hottestShard = static_cast<Index>(order_.front());
        const std::size_t rest = order_.size() - std::min(order_.size(), mostSingle);
        const std::size_t each = std::max<std::size_t>(1, (rest + mostGroups - 1) / mostGroups);
        for (std::size_t i = 0; i < order_.size(); i += groups_.back()) {
            groups_.push_back(i < mostSingle ? 1 : std::min(each, order_.size() - i));
        }
    }

    void gather(Placement& placement) const {
        const std::vector<MachinePool>& pools = component_.steady.pools;
        for (std::size_t pool = 0; pool < pools.size(); ++pool) {
            auto shard = order_.begin();
            for (const std::size_t count : groups_) {
                double share = 0;
                for (std::size_t i = 0; i < count; ++i, ++shard) {
                    share += placement.ofShard[*shard];
                }
                placement.ofPool.push_back(share);
            }
        }
    }

    void splitPools() {
        component_.whole = component_.steady.pools;
        component_.steady.pools.clear();
        for (const MachinePool& whole : component_.whole) {
            for (const std::size_t count : groups_) {
                component_.steady.pools.push_back(whole);
                const double part = static_cast<double>(count) / static_cast<double>(order_.size());
                component_.steady.pools.back().machines *= part;
                component_.steady.pools.back().shards *= part;
            }
        }
    }

    Model& model_;
    Component& component_;
    std::map<Index, Index> known_;     ///< placements by keys
    std::vector<std::size_t> order_;   ///< of the shards, the one with the most to do first
    std::vector<std::size_t> groups_;  ///< so many of them each
};

}  // namespace

void placeKeys(Model& model) {
    for (Index i = 0; i < model.components.size(); ++i) {
        const Component& component = model.components[i];
        const auto& rules = component.steady.store;
        const bool uneven =
            rules && (rules->partitioning != Partitioning::even || !rules->shardWeights.empty());
        if (uneven && rules->shards > 1 && !component.visits.empty() && !component.dead) {
            ShardedStore(model, i).place();
        }
    }
}

}  // namespace headroom::engine::solver
