#include "core/engine/simulator/run_state.h"

#include "core/engine/solver/open_connections.h"

namespace headroom::engine::simulator {

namespace {

constexpr double msPerSecond = 1000;

Source sourceOf(const Plan& plan, Index workload) {
    const solver::Workload& w = plan.model.workloads[workload];
    const LoadCurve& load = plan.loads[workload];
    const double rps = w.rps * load.most();
    const double gapMs = rps > 0 ? msPerSecond / rps : 0;
    return {.component = w.component,
            .visit = w.visit,
            .steady = !w.users && !plan.gaps[workload] && load.isLevel() && gapMs > 0,
            .gapMs = gapMs,
            .deadlineMs = w.deadlineMs.value_or(HUGE_VAL)};
}

}  // namespace

RunState::RunState(const Plan& plan_, std::uint64_t seed, std::uint64_t replication) : plan(plan_) {
    const solver::Model& model = plan.model;
    const auto stream = [&](std::string_view owner, Purpose purpose) {
        return RandomStream(streamKey(seed, replication, owner, purpose));
    };
    for (const solver::Component& c : model.components) {
        componentStreams.push_back({stream(c.id, Purpose::service), stream(c.id, Purpose::errors),
                                    stream(c.id, Purpose::routing), stream(c.id, Purpose::lookups)});
    }
    for (const solver::Connection& c : model.connections) {
        connectionStreams.push_back(
            {stream(c.id, Purpose::network), stream(c.id, Purpose::backoff), stream(c.id, Purpose::links)});
    }
    for (Index i = 0; i < model.workloads.size(); ++i) {
        sources.push_back(sourceOf(plan, i));
    }
    for (const solver::Workload& w : model.workloads) {
        workloadStreams.push_back(stream(w.name, Purpose::arrivals));
        clientStreams.push_back(stream(w.name, Purpose::clients));
    }
    dead.resize(plan.machines);
    slower.resize(model.components.size(), 1);
    errors.resize(model.components.size());
    links.resize(model.connections.size());
    events.addLanes(2 * model.connections.size());
    full.resize(model.components.size());
    for (const ComponentPlan& component : plan.components) {
        serving.push_back(component.machinesAtFirst);
        present.push_back({0, static_cast<double>(component.machinesAtFirst)});
    }
    for (Index i = 0; i < model.components.size(); ++i) {
        placeless.push_back(solver::withoutPlace(model.components[i], serving[i]));
    }
    fixed.resize(model.components.size());
    levels.resize(model.components.size());
    tallies.components.resize(model.components.size());
    tallies.connections.resize(model.connections.size());
    tallies.workloads.resize(model.workloads.size());
    record.components.resize(model.components.size());
    record.connections.resize(model.connections.size());
    record.workloads.resize(model.workloads.size());
    record.cells.push_back(tallies);
    times.resize(model.components.size());
    callTimes.resize(model.connections.size());
    systemTimes.resize(model.workloads.size());
    for (const VisitPlan& visit : plan.visits) {
        times[visit.component].answersAtOnce = times[visit.component].answersAtOnce && visit.answersAtOnce;
    }
    for (const Source& source : sources) {
        times[source.component].answersAtOnce = false;
    }
    beginSlice(0);
}

void RunState::beginSlice(std::uint32_t slice) {
    for (Index i = 0; i < times.size(); ++i) {
        ComponentTimes& all = record.components[i];
        times[i].wait = &all.wait.slice(slice);
        times[i].residence = &all.residence.slice(slice);
        times[i].response = &all.response.slice(slice);
    }
    for (Index i = 0; i < callTimes.size(); ++i) {
        callTimes[i] = &record.connections[i].slice(slice);
    }
    for (Index i = 0; i < systemTimes.size(); ++i) {
        systemTimes[i] = &record.workloads[i].slice(slice);
    }
}

void RunState::endSlice(std::uint32_t slice) {
    for (Index i = 0; i < sources.size(); ++i) {
        record.components[sources[i].component].response.slice(slice).add(record.workloads[i].slice(slice));
    }
    for (Index i = 0; i < times.size(); ++i) {
        if (times[i].answersAtOnce) {
            ComponentTimes& all = record.components[i];
            all.residence.slice(slice).add(all.response.slice(slice));
        }
    }
}

void RunState::tallyLevels() {
    for (Index i = 0; i < levels.size(); ++i) {
        touch(i);
        ComponentTally& tally = tallies.components[i];
        tally.busyMs = levels[i].busyMs;
        tally.waitingMs = levels[i].waitingMs;
        tally.slotsMs = levels[i].slotsMs;
        touchMachines(i);
    }
}

}  // namespace headroom::engine::simulator
