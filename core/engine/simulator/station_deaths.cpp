#include "core/engine/simulator/stations.h"

// Machines that die and come back, and who knows of it.
namespace headroom::engine::simulator {

// What health checks have found since the last time.
void Stations::learn() {
    bool dead = false;
    for (Index machine = health_.learned(dead); machine != none; machine = health_.learned(dead)) {
        setAway(machine, dead);
    }
}

bool Stations::isAway(Index machine) const {
    return health_.watches(machines_[machine].component) ? health_.believesDead(machine)
                                                         : state_.dead[machine] != 0;
}

// Balancers and the consumers of queues know who is there; so does whoever asks a store with several copies.
bool Stations::notices(Index connection, Index component) const {
    const solver::Model& model = state_.plan.model;
    return model.components[model.connections[connection].from].steady.onward != Onward::everyone ||
           model.components[component].steady.storedCopies > 1;
}

// Any that is alive and, of a store, holds the same; where none is, the one that was picked.
Index Stations::aliveInsteadOf(Index machine) {
    const Index component = machines_[machine].component;
    const ComponentPlan& plan = state_.plan.components[component];
    const Index last = plan.firstMachine + state_.serving[component];
    const bool copied = state_.plan.model.components[component].steady.storedCopies > 1;
    Index found = machine;
    std::uint32_t seen = 0;
    for (Index m = plan.firstMachine; m < last; ++m) {
        const bool serves = !copied || blockOf(m) == blockOf(machine);
        if (!isAway(m) && serves && state_.componentStreams[component].routing.below(++seen) == 0) {
            found = m;
        }
    }
    return found;
}

void Stations::strike(const Outage& outage) {
    state_.slower = outage.slower;
    state_.errors = outage.errors;
    state_.full = outage.full;
    for (Index i = 0; i < outage.dead.size(); ++i) {
        setNumber(i, outage.instances[i]);
        const ComponentPlan& plan = state_.plan.components[i];
        for (Index m = plan.firstMachine; m < plan.firstMachine + plan.machines; ++m) {
            const bool dies = deathOf(i, m) < outage.dead[i];
            if (dies != (state_.dead[m] != 0)) {
                state_.dead[m] = dies ? 1 : 0;
                if (health_.watches(i)) {
                    health_.changed(i, m, dies);
                } else {
                    setAway(m, dies);
                }
                if (dies) {
                    kill(m);
                }
            }
        }
        countMachines(i);
    }
}

void Stations::setAway(Index machine, bool away) {
    picker_.setAway(machines_[machine].component, blockOf(machine), away);
}

Index Stations::blockOf(Index machine) const {
    const Machine& m = machines_[machine];
    return state_.plan.components[m.component].pools[m.pool].blockOf(machine);
}

// What waits is refused at once; what is being worked on comes to nothing when it would have been done.
void Stations::kill(Index machine) {
    Machine& m = machines_[machine];
    ++m.deaths;
    m.diedMs = state_.nowMs;
    state_.touch(m.component);
    for (Index i = m.firstLine; i < m.firstLine + m.lines; ++i) {
        loseWaiting(lines_[i].first);
    }
    loseWaiting(m.firstSlotless);
    m.waiting = 0;
    m.slotless = 0;
    if (m.leaving) {
        leaveIfIdle(machine);
    }
}

void Stations::loseWaiting(Index& first) {
    while (first != none) {
        const Index task = first;
        Task& t = state_.tasks[task];
        first = t.next;
        if (t.cancelled) {
            dropCancelled(task);
            continue;
        }
        --state_.levels[machines_[t.machine].component].waiting;
        t.waiting = false;
        t.ok = false;
        t.machine = none;
        state_.schedule(0, Happening::worked, task);
    }
}

}  // namespace headroom::engine::simulator
