#include "core/engine/behaviors/store.h"

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
             .jobs = {1, perShard}}};
}

// The leaders answer all writes; reads go either to them or to the replicas.
std::vector<MachinePool> apart(const Copies& copies, bool leaderReads) {
    const double toLeader = leaderReads ? 1 : 0;
    return {{.machines = copies.shards,
             .workers = copies.workers,
             .answers = {toLeader, 1},
             .jobs = {toLeader, 1}},
            {.machines = copies.shards * copies.replicas,
             .workers = copies.workers,
             .answers = {1 - toLeader, 0},
             .jobs = {1 - toLeader, copies.replicas}}};
}

StoreRules rulesFrom(const ParamReader& params, const Copies& copies) {
    StoreRules rules{.shards = copies.shards};
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
    const Copies copies{.shards = params.number("shards", 1),
                        .replicas = params.number("replicas", 0),
                        .workers = state.pools.front().workers};
    const std::string_view readFrom = params.text("read_from", "any");
    state.machines = copies.shards * (1 + copies.replicas);
    state.pools =
        copies.replicas == 0 || readFrom == "any" ? alike(copies) : apart(copies, readFrom == "leader");
    state.serviceMs = {params.number("read_ms", state.serviceMs[0]),
                       params.number("write_ms", state.serviceMs[1])};
    state.spreadsItself = true;
    state.store = rulesFrom(params, copies);
    state.storedCopies = 1 + copies.replicas;
    state.storedBytes = params.figure("stored_bytes");
    return state;
}

}  // namespace headroom::engine::behaviors
