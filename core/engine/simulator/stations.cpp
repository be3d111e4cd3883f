#include "core/engine/simulator/stations.h"

#include <algorithm>
#include <utility>

#include "core/engine/simulator/tracer.h"

namespace headroom::engine::simulator {

namespace {

bool isOwn(const Task& task) {
    return task.role != Role::copy && task.role != Role::fill && task.role != Role::part;
}

// A queue for each rank where the more urgent go first.
Index linesOf(const Plan& plan, Index component) {
    constexpr Index mostLines = 50'000'000;  // of all its machines
    if (!plan.model.components[component].steady.urgentFirst) {
        return 1;
    }
    Index ranks = 1;
    for (const Index visit : plan.model.components[component].visits) {
        ranks = std::max(ranks, plan.model.visits[visit].rank + 1);
    }
    return std::min(ranks,
                    std::max<Index>(1, mostLines / std::max<Index>(1, plan.components[component].machines)));
}

}  // namespace

Stations::Stations(RunState& state, std::uint64_t seed, std::uint64_t replication)
    : state_(state),
      machines_(state.plan.machines),
      picker_(state),
      health_(state, seed, replication),
      gates_(state.plan.components.size()),
      stale_(state) {
    for (Index i = 0; i < state.plan.components.size(); ++i) {
        const ComponentPlan& component = state.plan.components[i];
        for (Index p = 0; p < component.pools.size(); ++p) {
            const PoolPlan& pool = component.pools[p];
            for (Index m = pool.firstMachine; m < pool.firstMachine + pool.machines; ++m) {
                machines_[m].plan = &pool;
                machines_[m].component = i;
                machines_[m].pool = p;
                machines_[m].perWorker = pool.perWorker;
                machines_[m].firstLine = static_cast<Index>(lines_.size());
                machines_[m].lines = linesOf(state.plan, i);
                lines_.resize(lines_.size() + machines_[m].lines);
            }
        }
        const bool only = component.single && !state.plan.looksAtMachines && !health_.watchesAny();
        onlyMachine_.push_back(only ? component.firstMachine : none);
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
    const auto& store = state_.plan.model.components[component].steady.store;
    const bool anyLeads = store && store->replication == Replication::multiLeader;
    const bool any = pool.perBlock > 1 && (!pool.copies[op] || anyLeads);
    return pool.firstMachine + block * pool.perBlock + (any ? random.below(pool.perBlock) : 0);
}

// Where shards do not get the same, the key of the request picks.
Index Stations::blockFor(Index task, Index component, Index connection) {
    const Index block = picker_.blockFor(task, component, connection);
    const std::vector<double>& shards = state_.plan.visits[state_.tasks[task].visit].shards;
    if (shards.empty()) {
        return block;
    }
    const double drawn = state_.componentStreams[component].routing.uniform() * shards.back();
    const auto at = std::upper_bound(shards.begin(), shards.end() - 1, drawn);
    return static_cast<Index>(at - shards.begin());
}

void Stations::placeAmong(Index task, Index connection) {
    const Index visit = state_.tasks[task].visit;
    const Index component = state_.plan.visits[visit].component;
    const ComponentPlan& plan = state_.plan.components[component];
    if (plan.machines == 0) {
        state_.tasks[task].machine = none;
        return;
    }
    if (health_.hasNews()) {
        learn();
    }
    Index machine =
        pickIn(component, blockFor(task, component, connection), indexOf(state_.plan.visits[visit].op));
    if (isAway(machine) && notices(connection, component)) {
        machine = aliveInsteadOf(machine);
    }
    state_.tasks[task].machine = machine;
    if (state_.plan.looksAtMachines && isOwn(state_.tasks[task])) {
        picker_.sent(task, component, blockOf(machine));
    }
}

Stations::Door Stations::door(Index task) {
    Task& t = state_.tasks[task];
    const Index component = state_.plan.model.visits[t.visit].component;
    if (!gates_[component]) {
        return Door::open;
    }
    const auto heldMs =
        gates_[component]->pass(state_.nowMs, t.client, state_.componentStreams[component].routing,
                                state_.plan.model.visits[t.visit].rank);
    if (!heldMs) {
        return Door::closed;
    }
    if (*heldMs > 0) {
        t.held = true;
        state_.touch(component);
        ++state_.levels[component].waiting;
        state_.schedule(*heldMs, Happening::reached, task);
        return Door::later;
    }
    return Door::open;
}

void Stations::release(Index task) {
    Task& t = state_.tasks[task];
    const Index component = state_.plan.model.visits[t.visit].component;
    t.held = false;
    state_.touch(component);
    --state_.levels[component].waiting;
    enter(task);
}

inline bool Stations::hasRoom(const Machine& machine) {
    const PoolPlan& pool = poolOf(machine);
    if (pool.slotCount) {
        return !pool.queueLimit || machine.slotsHeld < *pool.slotCount || machine.slotless < *pool.queueLimit;
    }
    return !pool.queueLimit || machine.busy < pool.workers || machine.waiting < *pool.queueLimit;
}

// Its machine has to be alive and, but for messages, to have room.
inline void Stations::knock(Task& task) {
    countOffered(task);
    task.ok =
        state_.dead[task.machine] == 0 && (task.role == Role::delivery || hasRoom(machines_[task.machine]));
}

void Stations::reach(Index task) {
    if (state_.tasks[task].held) {
        release(task);
        return;
    }
    Task& t = state_.tasks[task];
    t.arrivedMs = state_.nowMs;
    if (state_.tracer != nullptr) {
        state_.tracer->mark(task, results::SpanKind::network, state_.plan.model.calls[t.call].connection);
    }
    const VisitPlan& visit = state_.plan.visits[t.visit];
    ++state_.tallies.components[visit.component].arrivals;
    if (visit.plainDoor && t.machine != none) {
        knock(t);
        t.ok ? work(task) : turnAway(task);
        return;
    }
    const Door found = door(task);
    if (found == Door::later) {
        return;
    }
    t.ok = found == Door::open;
    enter(task);
}

void Stations::enter(Index task) {
    Task& t = state_.tasks[task];
    const solver::Visit& visit = state_.plan.model.visits[t.visit];
    if (t.ok && t.machine != none && state_.plan.model.components[visit.component].steady.store) {
        t.ok = isTaken(t, visit.component);
        stale_.arrives(t, visit.component, t.machine);
    }
    const bool together = t.ok && visit.worksHere && t.machine != none && gathers(task);
    if (together) {
        if (gather(task)) {
            return;
        }
        state_.tasks[task].ok = false;
    } else if (t.ok && visit.worksHere && t.machine != none) {
        knock(t);
    }
    Task& now = state_.tasks[task];
    if (!now.ok) {
        turnAway(task);
    } else if (!visit.worksHere || now.machine == none) {
        // By way of an event, so that many calls of no duration do not pile up on the stack.
        now.machine = none;
        state_.schedule(0, Happening::worked, task);
    } else {
        admit(task);
    }
}

void Stations::turnAway(Index task) {
    Task& t = state_.tasks[task];
    ++state_.tallies.components[state_.plan.visits[t.visit].component].dropped;
    t.machine = none;
    state_.schedule(0, Happening::worked, task);
}

// A request that needs a slot keeps it until it is answered; messages have theirs already.
void Stations::admit(Index task) {
    Task& t = state_.tasks[task];
    const Machine& machine = machines_[t.machine];
    const auto& slotCount = poolOf(machine).slotCount;
    if (slotCount && isOwn(t) && t.role != Role::delivery) {
        if (machine.slotsHeld >= *slotCount) {
            waitForSlot(task);
            return;
        }
        t.slot = t.machine;
        takeSlot(t.machine);
    }
    const auto op = indexOf(t.role == Role::fill ? Op::write : state_.plan.visits[t.visit].op);
    if (state_.plan.components[machine.component].spreads[op]) {
        spread(task, op);
    }
    work(task);
}

// Every machine of a shard does the work of its writes.
void Stations::spread(Index task, std::size_t op) {
    const Task t = state_.tasks[task];
    const Machine& machine = machines_[t.machine];
    const ComponentPlan& plan = state_.plan.components[machine.component];
    const PoolPlan& home = plan.pools[machine.pool];
    const Index block = home.blockOf(t.machine);
    for (const PoolPlan& pool : plan.pools) {
        const Index first = pool.firstMachine + block * pool.perBlock;
        for (Index m = first; pool.copies[op] && m < first + pool.perBlock; ++m) {
            if (m != t.machine && state_.dead[m] == 0) {
                const Index copy = state_.newTask(t.visit, Role::copy);
                state_.tasks[copy].machine = m;
                countOffered(state_.tasks[copy]);
                work(copy);
            }
        }
    }
}

void Stations::waitForWorker(Index task) {
    Task& t = state_.tasks[task];
    if (t.unwanted && isGivenUp(task)) {
        return;
    }
    Machine& machine = machines_[t.machine];
    state_.touch(machine.component);
    ++state_.levels[machine.component].waiting;
    ++machine.waiting;
    t.waiting = true;
    t.next = none;
    Line& line =
        lines_[machine.firstLine + std::min(state_.plan.model.visits[t.visit].rank, machine.lines - 1)];
    (line.first == none ? line.first : state_.tasks[line.last].next) = task;
    line.last = task;
}

void Stations::begin(Index task) {
    Task& t = state_.tasks[task];
    Machine& machine = machines_[t.machine];
    const Index component = machine.component;
    state_.touch(component);
    ++machine.busy;
    ++state_.levels[component].busy;
    const VisitPlan& visit = state_.plan.visits[t.visit];
    if ((isOwn(t) || t.role == Role::part) && visit.waitsThere) {
        state_.times[component].wait->add(state_.nowMs - t.arrivedMs);
    }
    if (state_.tracer != nullptr) {
        state_.tracer->mark(task, results::SpanKind::wait, component);
    }
    RandomStream& random = state_.componentStreams[component].service;
    const double ms = (t.role == Role::fill ? visit.fill : visit.service).draw(random);
    t.deaths = machine.deaths;
    state_.schedule(ms * state_.slower[component], Happening::worked, task);
}

// Out of the queue; none: nobody waits.
Index Stations::takeFirst(const Machine& machine) {
    for (Index i = machine.firstLine; i < machine.firstLine + machine.lines; ++i) {
        const Index task = lines_[i].first;
        if (task != none) {
            lines_[i].first = state_.tasks[task].next;
            return task;
        }
    }
    return none;
}

void Stations::beginNext(Index machine) {
    Machine& m = machines_[machine];
    const Index task = takeFirst(m);
    if (task == none) {
        return;
    }
    if (state_.tasks[task].cancelled) {
        dropCancelled(task);
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
    Task& t = state_.tasks[task];
    const VisitPlan& visit = state_.plan.visits[t.visit];
    const Index component = visit.component;
    if (state_.tracer != nullptr) {
        using results::SpanKind;
        state_.tracer->mark(task, t.machine != none || t.together ? SpanKind::service : SpanKind::wait,
                            component);
    }
    if (t.machine != none) {
        Machine& machine = machines_[t.machine];
        t.ok = t.ok && machine.deaths == t.deaths;
        state_.touch(component);
        --state_.levels[component].busy;
        --machine.busy;
        if (machine.lines > 1 || lines_[machine.firstLine].first != none) {
            beginNext(t.machine);
        }
        if (machine.leaving) {
            leaveIfIdle(t.machine);
        }
    }
    if (t.role == Role::copy || t.role == Role::part) {
        state_.drop(task);
        if (t.gathering != none) {
            gathered(t.gathering, t.ok, t.leads);
        }
        return Outcome::over;
    }
    if (!t.ok) {
        return Outcome::failed;
    }
    ++state_.tallies.components[component].served;
    const double besides = state_.errors[component];
    const bool fails =
        (visit.errorRate > 0 || besides > 0) &&
        state_.componentStreams[component].errors.chance(1 - (1 - visit.errorRate) * (1 - besides));
    if (t.role == Role::fill) {
        if (!fails) {
            state_.countAnswer(t);
        }
        return fails ? Outcome::failed : Outcome::passesOn;
    }
    const TimesNow& times = state_.times[component];
    if (fails || !times.answersAtOnce) {
        times.residence->add(state_.nowMs - t.arrivedMs);
    }
    if (visit.stores && !fails) {
        stale_.done(t, component);
    }
    return fails ? Outcome::failed : Outcome::passesOn;
}

Index Stations::cancel(Index task) {
    Task& t = state_.tasks[task];
    if (!t.waiting) {
        t.unwanted = true;
        return none;
    }
    Machine& machine = machines_[t.machine];
    state_.touch(machine.component);
    --state_.levels[machine.component].waiting;
    ++state_.tallies.components[machine.component].abandoned;
    const bool slotless = poolOf(machine).slotCount && isOwn(t) && t.slot == none;
    --(slotless ? machine.slotless : machine.waiting);
    t.waiting = false;
    t.cancelled = true;
    const Index slot = std::exchange(t.slot, none);
    if (slot != none) {
        giveSlot(slot);
    }
    return slot;
}

}  // namespace headroom::engine::simulator
