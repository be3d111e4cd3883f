#include "core/engine/simulator/stations.h"

namespace headroom::engine::simulator {

bool Stations::gathers(Index task) {
    const VisitPlan& visit = state_.plan.visits[state_.tasks[task].visit];
    const Index component = machines_[state_.tasks[task].machine].component;
    const auto& store = state_.plan.model.components[component].steady.store;
    if (!store || state_.tasks[task].role == Role::fill) {
        return false;
    }
    const bool write = visit.op == Op::write;
    return store->replication == Replication::leaderless ||
           (write ? store->syncReplicas : store->scatter) > 0;
}

// False where too few machines are alive, or, of requests that one machine answers, that one is not.
bool Stations::gather(Index task) {
    const Task t = state_.tasks[task];
    const Index component = machines_[t.machine].component;
    const StoreRules& store = *state_.plan.model.components[component].steady.store;
    const Index block = blockOf(t.machine);
    parts_.clear();
    bool enough = false;
    if (state_.plan.visits[t.visit].op == Op::read && store.scatter > 0 &&
        state_.componentStreams[component].routing.chance(store.scatter)) {
        enough = gatherShards(task, component);
    } else if (store.replication == Replication::leaderless) {
        enough = gatherCopies(component, block, t.visit, task, none);
    } else if (state_.plan.visits[t.visit].op == Op::write) {
        enough = gatherReplicas(component, block, task);
    } else {
        enough = gatherIn(component, block, t.visit, task, none);
    }
    if (enough) {
        state_.tasks[task].machine = none;
        state_.tasks[task].together = true;
        startParts();
    }
    return enough;
}

// Their number is known before the first begins, which may be done at once.
void Stations::startParts() {
    for (const Index part : parts_) {
        countOffered(state_.tasks[part]);
        work(part);
    }
    parts_.clear();
}

bool Stations::gatherShards(Index task, Index component) {
    const Index blocks = state_.plan.components[component].blocks;
    const Index visit = state_.tasks[task].visit;
    const bool all =
        state_.plan.model.components[component].steady.store->replication == Replication::leaderless;
    const Index gathering = state_.gatherings.take();
    state_.gatherings[gathering] = {.task = task, .open = blocks, .needed = blocks};
    for (Index block = 0; block < blocks; ++block) {
        const bool enough = all ? gatherCopies(component, block, visit, none, gathering)
                                : gatherIn(component, block, visit, none, gathering);
        if (!enough) {
            gathered(gathering, false, false);
        }
    }
    return true;
}

// One machine of a shard.
bool Stations::gatherIn(Index component, Index block, Index visit, Index task, Index parent) {
    Index machine = pickIn(component, block, indexOf(state_.plan.visits[visit].op));
    machine = isAway(machine) ? aliveInsteadOf(machine) : machine;
    if (state_.dead[machine] != 0) {
        return false;
    }
    Index gathering = parent;
    if (parent == none) {
        gathering = state_.gatherings.take();
        state_.gatherings[gathering] = {.task = task, .open = 1, .needed = 1};
    }
    addPart(gathering, visit, machine, Role::part, false);
    return true;
}

// All machines of a shard, of which some have to answer.
bool Stations::gatherCopies(Index component, Index block, Index visit, Index task, Index parent) {
    const PoolPlan& pool = state_.plan.components[component].pools.front();
    const StoreRules& store = *state_.plan.model.components[component].steady.store;
    const auto needed = static_cast<std::uint32_t>(store.quorum[indexOf(state_.plan.visits[visit].op)]);
    const Index first = pool.firstMachine + block * pool.perBlock;
    std::uint32_t alive = 0;
    for (Index m = first; m < first + pool.perBlock; ++m) {
        alive += state_.dead[m] == 0 ? 1 : 0;
    }
    if (alive < needed) {
        return false;
    }
    const Index gathering = state_.gatherings.take();
    state_.gatherings[gathering] = {
        .task = task, .parent = parent, .open = alive, .needed = needed, .spare = alive - needed};
    for (Index m = first; m < first + pool.perBlock; ++m) {
        if (state_.dead[m] == 0) {
            addPart(gathering, visit, m, Role::part, false);
        }
    }
    return true;
}

// The leader of a shard and as many of its replicas as have to have a write; all of them apply it.
bool Stations::gatherReplicas(Index component, Index block, Index task) {
    const ComponentPlan& plan = state_.plan.components[component];
    const StoreRules& store = *state_.plan.model.components[component].steady.store;
    const Index leader = state_.tasks[task].machine;
    const Index visit = state_.tasks[task].visit;
    const auto needed = static_cast<std::uint32_t>(store.syncReplicas);
    std::vector<Index> replicas;
    for (const PoolPlan& pool : plan.pools) {
        const Index first = pool.firstMachine + block * pool.perBlock;
        for (Index m = first; m < first + pool.perBlock; ++m) {
            if (m != leader && state_.dead[m] == 0) {
                replicas.push_back(m);
            }
        }
    }
    const auto alive = static_cast<std::uint32_t>(replicas.size());
    if (state_.dead[leader] != 0 || alive < needed) {
        return false;
    }
    const Index gathering = state_.gatherings.take();
    state_.gatherings[gathering] = {
        .task = task, .open = alive + 1, .needed = needed, .spare = alive - needed, .leader = true};
    addPart(gathering, visit, leader, Role::part, true);
    for (const Index replica : replicas) {
        addPart(gathering, visit, replica, Role::copy, false);
    }
    return true;
}

void Stations::addPart(Index gathering, Index visit, Index machine, Role role, bool leads) {
    const Index part = state_.newTask(visit, role);
    Task& t = state_.tasks[part];
    t.machine = machine;
    t.gathering = gathering;
    t.leads = leads;
    parts_.push_back(part);
}

// The record stays until the last is done; whoever waits is told as soon as it is known how it ends.
void Stations::gathered(Index index, bool ok, bool leader) {
    Gathering& g = state_.gatherings[index];
    --g.open;
    bool lost = false;
    if (leader) {
        g.leader = g.leader && !ok;
        lost = !ok;
    } else if (ok) {
        g.needed -= g.needed > 0 ? 1 : 0;
    } else {
        lost = g.spare == 0;
        g.spare -= g.spare > 0 ? 1 : 0;
    }
    const bool answered = g.needed == 0 && !g.leader;
    const bool decides = !g.decided && (lost || answered);
    g.decided = g.decided || decides;
    const Gathering now = g;
    if (now.open == 0) {
        state_.gatherings.give(index);
    }
    if (decides && now.parent != none) {
        gathered(now.parent, !lost, false);
    } else if (decides) {
        state_.tasks[now.task].ok = !lost;
        state_.schedule(0, Happening::worked, now.task);
    }
}

bool Stations::isTaken(const Task& task, Index component) {
    const StoreRules& store = *state_.plan.model.components[component].steady.store;
    if (state_.plan.visits[task.visit].op == Op::read) {
        return true;
    }
    const double full = state_.full[component];
    if (full > 0 && state_.componentStreams[component].errors.chance(full)) {
        return false;
    }
    const PoolPlan& leaders = state_.plan.components[component].pools.front();
    const Index leader = leaders.firstMachine + blockOf(task.machine) * leaders.perBlock;
    return state_.dead[leader] == 0 || state_.nowMs - machines_[leader].diedMs >= store.failoverMs;
}

// The last machine is the first to die. Of a store, shards take turns, each with its leader first.
Index Stations::deathOf(Index component, Index machine) const {
    const ComponentPlan& plan = state_.plan.components[component];
    if (plan.scales) {
        return machine - plan.firstMachine;
    }
    if (!state_.plan.model.components[component].steady.store) {
        return plan.firstMachine + plan.machines - 1 - machine;
    }
    Index before = 0;
    for (Index p = 0; p < machines_[machine].pool; ++p) {
        before += plan.pools[p].perBlock;
    }
    const PoolPlan& pool = plan.pools[machines_[machine].pool];
    const Index copy = before + (machine - pool.firstMachine) % pool.perBlock;
    return copy * plan.blocks + plan.blocks - 1 - pool.blockOf(machine);
}

}  // namespace headroom::engine::simulator
