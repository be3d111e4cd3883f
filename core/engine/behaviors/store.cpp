#include "core/engine/behaviors/store.h"

#include "core/engine/behaviors/machines.h"

namespace headroom::engine::behaviors {

namespace {

// Every machine has the same load where reads go to any of them: writes are applied by all.
std::vector<MachinePool> alike(double machines, std::int64_t workers) {
    return {{.machines = machines, .workers = workers, .answers = {1, 1}, .jobs = {1, machines}}};
}

// The leader answers all writes; reads go either to it or to the replicas.
std::vector<MachinePool> apart(double replicas, std::int64_t workers, bool leaderReads) {
    const double toLeader = leaderReads ? 1 : 0;
    return {{.machines = 1, .workers = workers, .answers = {toLeader, 1}, .jobs = {toLeader, 1}},
            {.machines = replicas,
             .workers = workers,
             .answers = {1 - toLeader, 0},
             .jobs = {1 - toLeader, replicas}}};
}

}  // namespace

SteadyState Store::steadyState(const ParamReader& params) const {
    SteadyState state = machinesFrom(params);
    const double replicas = params.number("replicas", 0);
    const std::int64_t workers = state.pools.front().workers;
    const std::string_view readFrom = params.text("read_from", "any");
    state.machines = 1 + replicas;
    state.pools = replicas == 0 || readFrom == "any" ? alike(state.machines, workers)
                                                     : apart(replicas, workers, readFrom == "leader");
    state.serviceMs = {params.number("read_ms", state.serviceMs[0]),
                       params.number("write_ms", state.serviceMs[1])};
    state.spreadsItself = true;
    return state;
}

}  // namespace headroom::engine::behaviors
