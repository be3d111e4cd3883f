#include "core/engine/simulator/stations.h"

namespace headroom::engine::simulator {

void Stations::waitForSlot(Index task) {
    if (isGivenUp(task)) {
        return;
    }
    Task& t = state_.tasks[task];
    Machine& machine = machines_[t.machine];
    state_.touch(machine.component);
    ++state_.levels[machine.component].waiting;
    ++machine.slotless;
    t.waiting = true;
    t.next = none;
    (machine.firstSlotless == none ? machine.firstSlotless : state_.tasks[machine.lastSlotless].next) = task;
    machine.lastSlotless = task;
}

bool Stations::hasFreeSlot(Index machine) const {
    const Machine& m = machines_[machine];
    const PoolPlan& pool = poolOf(m);
    return state_.dead[machine] == 0 && serves(machine) &&
           m.slotsHeld < pool.slotCount.value_or(pool.workers);
}

void Stations::takeSlot(Index machine) {
    Machine& m = machines_[machine];
    state_.touch(m.component);
    ++state_.levels[m.component].slots;
    ++m.slotsHeld;
}

void Stations::giveSlot(Index machine) {
    Machine& m = machines_[machine];
    state_.touch(m.component);
    --state_.levels[m.component].slots;
    --m.slotsHeld;
    while (m.firstSlotless != none) {
        const Index task = m.firstSlotless;
        m.firstSlotless = state_.tasks[task].next;
        if (state_.tasks[task].cancelled) {
            dropCancelled(task);
            continue;
        }
        --state_.levels[m.component].waiting;
        --m.slotless;
        state_.tasks[task].waiting = false;
        admit(task);
        return;
    }
    if (m.leaving) {
        leaveIfIdle(machine);
    }
}

// Where the number of machines changes, those that are leaving may hold some.
double Stations::freeSlots(Index component) const {
    const ComponentPlan& plan = state_.plan.components[component];
    if (!plan.scales) {
        return plan.slots() - state_.levels[component].slots;
    }
    double free = 0;
    for (Index m = plan.firstMachine; m < plan.firstMachine + state_.serving[component]; ++m) {
        const PoolPlan& pool = poolOf(machines_[m]);
        const auto slots = static_cast<double>(pool.slotCount.value_or(pool.workers));
        free += std::max(slots - static_cast<double>(machines_[m].slotsHeld), 0.0);
    }
    return free;
}

// Its caller had gone before it was there: it would only have been served at once.
bool Stations::isGivenUp(Index task) {
    const Task& t = state_.tasks[task];
    if (!t.unwanted) {
        return false;
    }
    ++state_.tallies.components[state_.plan.model.visits[t.visit].component].abandoned;
    const Index slot = t.slot;
    dropCancelled(task);
    if (slot != none) {
        giveSlot(slot);
    }
    return true;
}

void Stations::dropCancelled(Index task) {
    picker_.done(task, false);
    state_.drop(task);
}

}  // namespace headroom::engine::simulator
