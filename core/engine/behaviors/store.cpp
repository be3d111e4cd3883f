#include "core/engine/behaviors/store.h"

#include <algorithm>

#include "core/engine/behaviors/machines.h"

namespace headroom::engine::behaviors {

namespace {

// Each shard gets an even part of all requests, and all machines of a shard apply its writes.
struct Copies {
    double shards;
    double replicas;
    std::int64_t workers;
};

// Every machine has the same load where reads go to any of them.
std::vector<MachinePool> alike(const Copies& copies) {
    const double perShard = 1 + copies.replicas;
    return {{.machines = copies.shards * perShard,
             .workers = copies.workers,
             .answers = {1, 1},
             .jobs = {1, perShard},
             .shards = copies.shards}};
}

// All copies do whatever is asked.
std::vector<MachinePool> together(const Copies& copies) {
    std::vector<MachinePool> pools = alike(copies);
    pools.front().jobs.fill(1 + copies.replicas);
    return pools;
}

// The leaders answer all writes; reads go either to them or to the replicas.
std::vector<MachinePool> apart(const Copies& copies, bool leaderReads) {
    const double toLeader = leaderReads ? 1 : 0;
    return {{.machines = copies.shards,
             .workers = copies.workers,
             .answers = {toLeader, 1},
             .jobs = {toLeader, 1},
             .shards = copies.shards},
            {.machines = copies.shards * copies.replicas,
             .workers = copies.workers,
             .answers = {1 - toLeader, 0},
             .jobs = {1 - toLeader, copies.replicas},
             .shards = copies.shards}};
}

Replication replicationNamed(std::string_view name) {
    if (name == "multi_leader") {
        return Replication::multiLeader;
    }
    return name == "leaderless" ? Replication::leaderless : Replication::singleLeader;
}

OnPartition onPartitionNamed(std::string_view name) {
    if (name == "refuse") {
        return OnPartition::refuse;
    }
    return name == "stale" ? OnPartition::stale : OnPartition::nothing;
}

void readEngine(const ParamReader& params, StoreRules& rules) {
    const std::string_view engine = params.text("storage_engine");
    if (engine == "btree") {
        const queueing::BTree usual;
        rules.engine = queueing::BTree{.pageBytes = params.number("page_bytes", usual.pageBytes),
                                       .checkpointS = params.number("checkpoint_s", usual.checkpointS)};
    } else if (engine == "lsm") {
        const queueing::LsmTree usual;
        rules.engine = queueing::LsmTree{
            .sizeRatio = params.number("size_ratio", usual.sizeRatio),
            .bufferBytes = params.number("memtable_bytes", usual.bufferBytes),
            .filterBitsPerKey = params.number("filter_bits_per_key", usual.filterBitsPerKey)};
    }
}

StoreRules rulesFrom(const ParamReader& params, const Copies& copies) {
    StoreRules rules{.shards = copies.shards,
                     .copies = 1 + copies.replicas,
                     .replication = replicationNamed(params.text("replication")),
                     .scatter = copies.shards > 1 ? params.number("scatter_gather", 0) : 0};
    rules.lagMs = params.number("lag_ms", 0);
    rules.onPartition = onPartitionNamed(params.text("on_partition"));
    readEngine(params, rules);
    const std::string_view readFrom = params.text("read_from", "any");
    const bool apart = rules.replication == Replication::singleLeader && copies.replicas > 0;
    rules.leaderReads = apart && readFrom != "any" ? (readFrom == "leader" ? 1 : 0) : 1 / rules.copies;
    rules.failoverMs = apart ? params.number("failover_ms", 0) : 0;
    if (rules.replication == Replication::leaderless) {
        rules.quorum = {params.number("r", 2), params.number("w", 2)};
        for (double& answers : rules.quorum) {
            rules.quorumCut = rules.quorumCut || answers > rules.copies;
            answers = std::min(answers, rules.copies);
        }
    } else if (rules.replication == Replication::singleLeader) {
        rules.syncReplicas = std::min(params.number("sync_replicas", 0), copies.replicas);
    }
    const std::string_view partitioning = params.text("partitioning");
    if (partitioning == "hash" || partitioning == "range") {
        rules.partitioning = partitioning == "hash" ? Partitioning::hash : Partitioning::range;
    }
    const json::Value* weights = params.value("shard_weights");
    if (weights != nullptr && weights->array() != nullptr) {
        for (const json::Value& weight : *weights->array()) {
            rules.shardWeights.push_back(weight.number());
        }
    }
    return rules;
}

}  // namespace

SteadyState Store::steadyState(const ParamReader& params) const {
    SteadyState state = machinesFrom(params);
    const bool leaderless = replicationNamed(params.text("replication")) == Replication::leaderless;
    const Copies copies{.shards = params.number("shards", 1),
                        .replicas = leaderless ? params.number("n", 3) - 1 : params.number("replicas", 0),
                        .workers = state.pools.front().workers};
    const std::string_view readFrom = params.text("read_from", "any");
    state.machines = copies.shards * (1 + copies.replicas);
    state.store = rulesFrom(params, copies);
    if (leaderless) {
        state.pools = together(copies);
    } else if (copies.replicas == 0 || readFrom == "any" ||
               state.store->replication == Replication::multiLeader) {
        state.pools = alike(copies);
    } else {
        state.pools = apart(copies, readFrom == "leader");
    }
    state.serviceMs = {params.number("read_ms", state.serviceMs[0]),
                       params.number("write_ms", state.serviceMs[1])};
    state.spreadsItself = true;
    state.storedCopies = 1 + copies.replicas;
    state.storedBytes = params.figure("stored_bytes");
    return state;
}

}  // namespace headroom::engine::behaviors
