#include "core/engine/simulator/stations.h"

#include "core/engine/solver/open_connections.h"

// Machines that come and go.
namespace headroom::engine::simulator {

// When the scenario no longer sets a number, autoscaling goes on from there; else it is what it was.
void Stations::setNumber(Index component, const std::optional<Index>& machines) {
    const ComponentPlan& plan = state_.plan.components[component];
    if (!plan.scales) {
        return;
    }
    const bool wasSet = state_.fixed[component] != 0;
    state_.fixed[component] = machines ? 1 : 0;
    if (machines) {
        serve(component, *machines);
    } else if (wasSet && !state_.plan.model.components[component].steady.autoscale) {
        serve(component, plan.machinesAtFirst);
    }
}

void Stations::serve(Index component, Index machines) {
    const ComponentPlan& plan = state_.plan.components[component];
    Index& serving = state_.serving[component];
    for (Index m = plan.firstMachine + machines; m < plan.firstMachine + serving; ++m) {
        machines_[m].leaving = !isIdle(machines_[m]);
    }
    for (Index m = plan.firstMachine + serving; m < plan.firstMachine + machines; ++m) {
        machines_[m].leaving = false;
    }
    serving = machines;
    const PoolPlan& pool = plan.pools.front();
    const double perWorker = 1 / (machines * static_cast<double>(pool.workers));
    for (Index m = plan.firstMachine; m < plan.firstMachine + plan.machines; ++m) {
        machines_[m].perWorker = perWorker;
    }
    if (const auto& gate = state_.plan.model.components[component].steady.gate; gate && gate->perMachine) {
        gates_[component]->setCounters(machines, state_.nowMs);
    }
    countMachines(component);
}

void Stations::countMachines(Index component) {
    const ComponentPlan& plan = state_.plan.components[component];
    state_.touchMachines(component);
    state_.placeless[component] = solver::withoutPlace(state_.plan.model.components[component],
                                                       state_.serving[component] - deadServing(component));
    double there = state_.serving[component];
    for (Index m = plan.firstMachine + state_.serving[component]; m < plan.firstMachine + plan.machines;
         ++m) {
        there += machines_[m].leaving ? 1 : 0;
    }
    state_.present[component].machines = there;
}

bool Stations::serves(Index machine) const {
    const Index component = machines_[machine].component;
    return machine < state_.plan.components[component].firstMachine + state_.serving[component];
}

bool Stations::isIdle(const Machine& machine) {
    return machine.busy == 0 && machine.waiting == 0 && machine.slotsHeld == 0 && machine.slotless == 0;
}

void Stations::leaveIfIdle(Index machine) {
    Machine& m = machines_[machine];
    if (isIdle(m)) {
        m.leaving = false;
        countMachines(m.component);
    }
}

Index Stations::deadServing(Index component) const {
    const ComponentPlan& plan = state_.plan.components[component];
    Index dead = 0;
    for (Index m = plan.firstMachine; m < plan.firstMachine + state_.serving[component]; ++m) {
        dead += state_.dead[m];
    }
    return dead;
}

}  // namespace headroom::engine::simulator
