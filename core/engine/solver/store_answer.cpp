#include "core/engine/solver/store_answer.h"

#include <algorithm>

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
            stale +=
                rate * queueing::meanStaleReads(space.count, space.zipf, writes / msPerSecond, store.lagMs);
        }
    }
    return reads > 0 ? results::Figure(missesRecent(store) * stale / reads) : std::nullopt;
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
    result.storage_growth_bytes_per_s = bytes * component.steady.store->copies;
    result.replication_bytes_per_s = bytes * (component.steady.store->copies - 1);
}

}  // namespace headroom::engine::solver
