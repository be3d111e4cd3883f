#include "core/engine/solver/store_answer.h"

#include <algorithm>
#include <variant>
#include <vector>

#include "core/queueing/availability.h"

namespace headroom::engine::solver {

namespace {

constexpr double msPerSecond = 1000;

/// Requests of a visit that the store has done, per second.
double doneBy(const Model& model, const State& state, Index visit) {
    const Visit& v = model.visits[visit];
    return state.rate[visit] * state.admittedOf(visit, v.component) * state.served[visit] *
           (1 - model.componentOf(v).steady.errorRate);
}

double writesTo(const Model& model, const State& state, const Component& component, Index keys) {
    double writes = 0;
    for (const Index visit : component.visits) {
        const Visit& v = model.visits[visit];
        const bool same = model.classes[v.requestClass].keys == keys;
        writes += same && model.opOf(v) == Op::write ? doneBy(model, state, visit) : 0;
    }
    return writes;
}

/// Calls that reads come by: of how many of them copies answer that get no writes, and since when.
struct CutReads {
    double share = 0;
    double forMs = 0;
};

CutReads cutReadsTo(const Model& model, const State& state, Index visit) {
    CutReads cut;
    double calls = 0;
    for (Index from = 0; from < model.visits.size(); ++from) {
        const Visit& v = model.visits[from];
        for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
            if (model.calls[i].visit == visit) {
                const Connection& c = model.connections[model.calls[i].connection];
                const double rate = state.rate[from] * state.made[i] * model.calls[i].reaches;
                const double answered = 1 - c.partedRefuses[indexOf(Op::read)];
                calls += rate;
                cut.share += answered > 0 ? rate * std::min(c.cutReads / answered, 1.0) : 0;
                cut.forMs = c.cutReads > 0 ? std::max(cut.forMs, c.cutForMs) : cut.forMs;
            }
        }
    }
    cut.share = calls > 0 ? cut.share / calls : 0;
    return cut;
}

results::Figure staleShare(const Model& model, const State& state, const Component& component) {
    const StoreRules& store = *component.steady.store;
    double reads = 0;
    double stale = 0;
    for (const Index visit : component.visits) {
        const Visit& v = model.visits[visit];
        const Index keys = model.classes[v.requestClass].keys;
        const double rate = model.opOf(v) == Op::read ? doneBy(model, state, visit) : 0;
        if (!(rate > 0)) {
            continue;
        }
        const double writes = keys != none ? writesTo(model, state, component, keys) : 0;
        reads += rate;
        if (writes > 0) {
            const KeySpace& space = model.keySpaces[keys];
            const auto within = [&](double ms) {
                return queueing::meanStaleReads(space.count, space.zipf, writes / msPerSecond, ms);
            };
            const CutReads cut =
                store.onPartition == OnPartition::stale ? cutReadsTo(model, state, visit) : CutReads();
            stale += rate * (1 - cut.share) * missesRecent(store) * within(store.lagMs);
            stale += cut.share > 0 ? rate * cut.share * within(store.lagMs + cut.forMs) : 0;
        }
    }
    return reads > 0 ? results::Figure(stale / reads) : std::nullopt;
}

// Another leader has taken a write to the key less than the lag ago: of all of them, others than this one.
results::Figure conflictShare(const Model& model, const State& state, const Component& component) {
    const StoreRules& store = *component.steady.store;
    if (store.replication != Replication::multiLeader) {
        return std::nullopt;
    }
    double all = 0;
    double conflicts = 0;
    for (const Index visit : component.visits) {
        const Visit& v = model.visits[visit];
        const Index keys = model.classes[v.requestClass].keys;
        const double rate = model.opOf(v) == Op::write ? doneBy(model, state, visit) : 0;
        all += rate;
        if (rate > 0 && keys != none) {
            const KeySpace& space = model.keySpaces[keys];
            const double elsewhere =
                writesTo(model, state, component, keys) * (store.copies - 1) / store.copies;
            conflicts += rate * queueing::meanStaleReads(space.count, space.zipf, elsewhere / msPerSecond,
                                                         store.lagMs);
        }
    }
    return all > 0 ? results::Figure(conflicts / all) : std::nullopt;
}

/// Mean bytes of a write; without any, those of what is asked for.
double rowBytesOf(const Model& model, const State& state, const Component& component) {
    double writes = 0;
    double bytes = 0;
    double kept = 0;
    for (const Index visit : component.visits) {
        const Visit& v = model.visits[visit];
        const RequestClass& cls = model.classes[v.requestClass];
        const double rate = model.opOf(v) == Op::write ? doneBy(model, state, visit) : 0;
        writes += rate;
        bytes += rate * cls.requestBytes;
        kept = std::max(kept, cls.keys != none ? model.keySpaces[cls.keys].objectBytes : 0);
    }
    return std::max(writes > 0 ? bytes / writes : kept, 1.0);
}

}  // namespace

double missesRecent(const StoreRules& store) {
    if (store.copies < 2) {
        return 0;
    }
    const double others = store.copies - 1;
    switch (store.replication) {
        case Replication::multiLeader:
            return others / store.copies;
        case Replication::leaderless:
            return queueing::quorumMissProbability(store.copies, store.quorum[indexOf(Op::read)],
                                                   store.quorum[indexOf(Op::write)]);
        case Replication::singleLeader:
            break;
    }
    return (1 - store.leaderReads) * (others - store.syncReplicas) / others;
}

// Each population once, however many classes ask for it.
double keptBytes(const Model& model, const Component& component) {
    if (component.steady.storedBytes) {
        return *component.steady.storedBytes;
    }
    std::vector<Index> seen;
    double bytes = 0;
    for (const Index visit : component.visits) {
        const Index keys = model.classes[model.visits[visit].requestClass].keys;
        if (keys != none && std::find(seen.begin(), seen.end(), keys) == seen.end()) {
            seen.push_back(keys);
            bytes += model.keySpaces[keys].count * model.keySpaces[keys].objectBytes;
        }
    }
    return bytes;
}

queueing::StorageFigures storageOf(const StoreRules& store, const queueing::StorageLoad& load) {
    return std::visit([&](const auto& engine) { return queueing::storageOf(load, engine); }, *store.engine);
}

double spaceAmplification(const Component& component) {
    const auto& store = component.steady.store;
    return store && store->engine ? storageOf(*store, {}).spaceAmplification : 1;
}

// Every machine of a shard gets its part of the data and all its writes.
void answerStorage(const Model& model, const State& state, const Component& component, double bytesPerS,
                   results::ComponentResult& result) {
    const StoreRules& store = *component.steady.store;
    result.storage_growth_bytes_per_s = bytesPerS * store.copies;
    result.replication_bytes_per_s = bytesPerS * (store.copies - 1);
    if (!store.engine) {
        return;
    }
    const double row = rowBytesOf(model, state, component);
    const queueing::StorageFigures figures =
        storageOf(store, {.dataBytes = keptBytes(model, component) / store.shards,
                          .rowBytes = row,
                          .writesPerS = bytesPerS / row / store.shards});
    result.write_amplification = figures.writeAmplification;
    result.read_amplification = figures.readAmplification;
    result.space_amplification = figures.spaceAmplification;
    result.disk_write_bytes_per_s = bytesPerS * store.copies * figures.writeAmplification;
}

void answerStore(const Model& model, const State& state, Index index, results::ComponentResult& result) {
    const Component& component = model.components[index];
    if (!component.steady.store) {
        return;
    }
    double bytes = 0;
    for (const Index visit : component.visits) {
        const Visit& v = model.visits[visit];
        const bool writes = model.opOf(v) == Op::write;
        bytes += writes ? doneBy(model, state, visit) * model.classes[v.requestClass].requestBytes : 0;
    }
    result.stale_read_share = staleShare(model, state, component);
    result.conflict_share = conflictShare(model, state, component);
    answerStorage(model, state, component, bytes, result);
}

}  // namespace headroom::engine::solver
