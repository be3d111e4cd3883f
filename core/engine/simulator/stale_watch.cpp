#include "core/engine/simulator/stale_watch.h"

#include "core/engine/simulator/content_start.h"
#include "core/engine/solver/store_answer.h"

namespace headroom::engine::simulator {

StaleWatch::StaleWatch(RunState& state) : state_(state) {
    for (const ComponentPlan& component : state.plan.components) {
        written_.emplace_back(component.watchedKeys);
    }
}

void StaleWatch::arrives(Task& task, Index component, Index machine) {
    const VisitPlan& visit = state_.plan.visits[task.visit];
    if (written_[component].empty() || visit.op == Op::write) {
        return;
    }
    const Written& written = written_[component][drawKey(visit, state_.componentStreams[component].lookups)];
    const double lagMs = state_.plan.model.components[component].steady.store->lagMs;
    if (task.cut) {
        const Link& link = state_.links[state_.plan.model.calls[task.call].connection];
        task.stale = written.atMs > link.cutSinceMs - lagMs;
        return;
    }
    task.stale = state_.nowMs - written.atMs < lagMs && misses(component, written, machine);
}

bool StaleWatch::misses(Index component, const Written& written, Index machine) {
    const StoreRules& store = *state_.plan.model.components[component].steady.store;
    RandomStream& random = state_.componentStreams[component].lookups;
    if (store.replication == Replication::leaderless) {
        return random.chance(solver::missesRecent(store));
    }
    if (copyOf(component, machine) == written.copy) {
        return false;
    }
    const double others = store.copies - 1;
    return store.syncReplicas == 0 || random.chance((others - store.syncReplicas) / others);
}

void StaleWatch::done(const Task& task, Index component) {
    const VisitPlan& visit = state_.plan.visits[task.visit];
    ComponentTally& tally = state_.tallies.components[component];
    if (visit.op == Op::write) {
        const solver::Model& model = state_.plan.model;
        tally.writtenBytes += model.classes[model.visits[task.visit].requestClass].requestBytes;
    }
    if (written_[component].empty()) {
        return;
    }
    if (visit.op == Op::read) {
        ++tally.reads;
        tally.staleReads += task.stale ? 1 : 0;
        return;
    }
    const std::uint32_t key = drawKey(visit, state_.componentStreams[component].lookups);
    Written& written = written_[component][key];
    const Index copy = task.machine != none ? copyOf(component, task.machine) : 0;
    if (copy != written.copy) {
        written.elsewhereMs = written.atMs;
        written.copy = copy;
    }
    written.atMs = state_.nowMs;
    const double lagMs = state_.plan.model.components[component].steady.store->lagMs;
    ++tally.writes;
    tally.conflicts += state_.nowMs - written.elsewhereMs < lagMs ? 1 : 0;
}

Index StaleWatch::copyOf(Index component, Index machine) const {
    Index before = 0;
    for (const PoolPlan& pool : state_.plan.components[component].pools) {
        if (machine < pool.firstMachine + pool.machines) {
            return before + (machine - pool.firstMachine) % pool.perBlock;
        }
        before += pool.perBlock;
    }
    return before;
}

}  // namespace headroom::engine::simulator
