#include "core/engine/simulator/run_state.h"

namespace headroom::engine::simulator {

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
    for (const solver::Workload& w : model.workloads) {
        workloadStreams.push_back(stream(w.name, Purpose::arrivals));
        clientStreams.push_back(stream(w.name, Purpose::clients));
    }
    dead.resize(plan.machines);
    slower.resize(model.components.size(), 1);
    errors.resize(model.components.size());
    links.resize(model.connections.size());
    full.resize(model.components.size());
    levels.resize(model.components.size());
    tallies.components.resize(model.components.size());
    tallies.connections.resize(model.connections.size());
    tallies.workloads.resize(model.workloads.size());
    record.components.resize(model.components.size());
    record.connections.resize(model.connections.size());
    record.workloads.resize(model.workloads.size());
    record.cells.push_back(tallies);
}

}  // namespace headroom::engine::simulator
