#include "core/engine/simulator/stations.h"

#include <algorithm>

namespace headroom::engine::simulator {

namespace {

bool isOwn(const Task& task) {
    return task.role != Role::copy && task.role != Role::fill;
}

}  // namespace

Stations::Stations(RunState& state)
    : state_(state), machines_(state.plan.machines), picker_(state), gates_(state.plan.components.size()) {
    for (Index i = 0; i < state.plan.components.size(); ++i) {
        const ComponentPlan& component = state.plan.components[i];
        for (Index p = 0; p < component.pools.size(); ++p) {
            const PoolPlan& pool = component.pools[p];
            for (Index m = pool.firstMachine; m < pool.firstMachine + pool.machines; ++m) {
                machines_[m].component = i;
                machines_[m].pool = p;
            }
        }
        if (const auto& gate = state.plan.model.components[i].steady.gate) {
            gates_[i].emplace(*gate);
        }
    }
}

Index Stations::pickIn(Index component, Index block, std::size_t op) {
    const ComponentPlan& plan = state_.plan.components[component];
    RandomStream& random = state_.componentStreams[component].routing;
    Index p = 0;
    if (plan.pools.size() > 1 && plan.pools[0].answers[op] < 1 && !random.chance(plan.pools[0].answers[op])) {
        p = 1;
    }
    const PoolPlan& pool = plan.pools[p];
    const bool any = pool.perBlock > 1 && !pool.copies[op];
    return pool.firstMachine + block * pool.perBlock + (any ? random.below(pool.perBlock) : 0);
}

void Stations::place(Index task, Index connection) {
    const Index visit = state_.tasks[task].visit;
    const Index component = state_.plan.model.visits[visit].component;
    if (state_.plan.components[component].machines == 0) {
        state_.tasks[task].machine = none;
        return;
    }
    const Index block = picker_.blockFor(task, component, connection);
    state_.tasks[task].machine = pickIn(component, block, indexOf(state_.plan.visits[visit].op));
    if (isOwn(state_.tasks[task])) {
        picker_.sent(task, component, block);
    }
}

bool Stations::letIn(Index component) {
    return !gates_[component] ||
           gates_[component]->admits(state_.nowMs, state_.componentStreams[component].routing);
}

bool Stations::hasRoom(const Machine& machine) const {
    const PoolPlan& pool = state_.plan.components[machine.component].pools[machine.pool];
    return !pool.queueLimit || machine.busy < pool.workers || machine.waiting < *pool.queueLimit;
}

void Stations::countOffered(const Task& task) {
    const Machine& machine = machines_[task.machine];
    const PoolPlan& pool = state_.plan.components[machine.component].pools[machine.pool];
    const VisitPlan& visit = state_.plan.visits[task.visit];
    const double workers = pool.machines * static_cast<double>(pool.workers);
    state_.tallies.components[machine.component].offeredMs[std::min<std::size_t>(machine.pool, 1)] +=
        (task.role == Role::fill ? visit.fill : visit.service).mean() / workers;
}

void Stations::reach(Index task) {
    Task& t = state_.tasks[task];
    const solver::Visit& visit = state_.plan.model.visits[t.visit];
    ComponentTally& tally = state_.tallies.components[visit.component];
    t.arrivedMs = state_.nowMs;
    ++tally.arrivals;
    t.ok = letIn(visit.component);
    if (t.ok && visit.worksHere && t.machine != none) {
        countOffered(t);
        t.ok = hasRoom(machines_[t.machine]);
    }
    if (!t.ok) {
        ++tally.dropped;
    }
    if (!t.ok || !visit.worksHere || t.machine == none) {
        // By way of an event, so that many calls of no duration do not pile up on the stack.
        t.machine = none;
        state_.schedule(0, Happening::worked, task);
        return;
    }
    spread(task);
    work(task);
}

// Every machine of a shard does the work of its writes.
void Stations::spread(Index task) {
    const Task t = state_.tasks[task];
    const Machine& machine = machines_[t.machine];
    const ComponentPlan& plan = state_.plan.components[machine.component];
    const auto op = indexOf(t.role == Role::fill ? Op::write : state_.plan.visits[t.visit].op);
    const PoolPlan& home = plan.pools[machine.pool];
    const Index block = (t.machine - home.firstMachine) / home.perBlock;
    for (const PoolPlan& pool : plan.pools) {
        const Index first = pool.firstMachine + block * pool.perBlock;
        for (Index m = first; pool.copies[op] && m < first + pool.perBlock; ++m) {
            if (m != t.machine) {
                const Index copy = state_.newTask(t.visit, Role::copy);
                state_.tasks[copy].machine = m;
                countOffered(state_.tasks[copy]);
                work(copy);
            }
        }
    }
}

void Stations::work(Index task) {
    Task& t = state_.tasks[task];
    Machine& machine = machines_[t.machine];
    const PoolPlan& pool = state_.plan.components[machine.component].pools[machine.pool];
    if (pool.unlimited || machine.busy < pool.workers) {
        begin(task);
        return;
    }
    state_.touch(machine.component);
    ++state_.levels[machine.component].waiting;
    ++machine.waiting;
    t.waiting = true;
    t.next = none;
    (machine.first == none ? machine.first : state_.tasks[machine.last].next) = task;
    machine.last = task;
}

void Stations::begin(Index task) {
    Task& t = state_.tasks[task];
    Machine& machine = machines_[t.machine];
    const Index component = machine.component;
    state_.touch(component);
    ++machine.busy;
    ++state_.levels[component].busy;
    const bool broker = state_.plan.model.components[component].steady.onward == Onward::consumers;
    if (isOwn(t) && !broker) {  // there, waiting is for a consumer
        state_.record.components[component].wait.add(state_.slice, state_.nowMs - t.arrivedMs);
    }
    const VisitPlan& visit = state_.plan.visits[t.visit];
    RandomStream& random = state_.componentStreams[component].service;
    const double ms = (t.role == Role::fill ? visit.fill : visit.service).draw(random);
    state_.schedule(ms, Happening::worked, task);
}

void Stations::beginNext(Index machine) {
    Machine& m = machines_[machine];
    const Index task = m.first;
    if (task == none) {
        return;
    }
    m.first = state_.tasks[task].next;
    if (state_.tasks[task].cancelled) {
        picker_.done(task, false);
        state_.drop(task);
        beginNext(machine);
        return;
    }
    state_.touch(m.component);
    --state_.levels[m.component].waiting;
    --m.waiting;
    state_.tasks[task].waiting = false;
    begin(task);
}

Stations::Outcome Stations::complete(Index task) {
    const Task t = state_.tasks[task];
    const Index component = state_.plan.model.visits[t.visit].component;
    if (t.machine != none) {
        state_.touch(component);
        --state_.levels[component].busy;
        --machines_[t.machine].busy;
        beginNext(t.machine);
    }
    if (t.role == Role::copy) {
        state_.drop(task);
        return Outcome::over;
    }
    if (!t.ok) {
        if (isOwn(t)) {
            return Outcome::failed;
        }
        state_.drop(task);
        return Outcome::over;
    }
    ++state_.tallies.components[component].served;
    if (t.role == Role::fill) {
        state_.countAnswer(t);
        state_.drop(task);
        return Outcome::over;
    }
    state_.record.components[component].residence.add(state_.slice, state_.nowMs - t.arrivedMs);
    const double errors = state_.plan.model.components[component].steady.errorRate;
    const bool fails = errors > 0 && state_.componentStreams[component].errors.chance(errors);
    return fails ? Outcome::failed : Outcome::passesOn;
}

void Stations::cancel(Index task) {
    Task& t = state_.tasks[task];
    if (!t.waiting) {
        return;
    }
    const Index component = machines_[t.machine].component;
    state_.touch(component);
    --state_.levels[component].waiting;
    --machines_[t.machine].waiting;
    t.waiting = false;
    t.cancelled = true;
}

}  // namespace headroom::engine::simulator
