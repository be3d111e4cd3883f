#include "core/engine/solver/known_stations.h"

namespace headroom::engine::solver {

std::vector<char> KnownStations::Known::update(const Model& model, const State& state,
                                               const std::vector<ArrivalShape>& now) {
    std::vector<char> stale = before.update(model, state);
    arrivals.resize(now.size());
    for (Index i = 0; i < now.size(); ++i) {
        if (arrivals[i] != now[i]) {
            arrivals[i] = now[i];
            stale[i] = 1;
        }
    }
    pools.resize(model.components.size());
    room.resize(model.components.size());
    arrivalScv.resize(model.components.size());
    served.resize(model.visits.size());
    stays.resize(model.visits.size());
    return stale;
}

void KnownStations::Known::keep(const Model& model, Index component, const State& state) {
    pools[component] = state.pools[component];
    room[component] = state.room[component];
    arrivalScv[component] = state.arrivalScv[component];
    for (const Index visit : model.components[component].visits) {
        served[visit] = state.served[visit];
        stays[visit] = state.stays[visit];
    }
}

void KnownStations::Known::recall(const Model& model, Index component, State& state) const {
    state.pools[component] = pools[component];
    state.room[component] = room[component];
    state.arrivalScv[component] = arrivalScv[component];
    for (const Index visit : model.components[component].visits) {
        state.served[visit] = served[visit];
        state.stays[visit] = stays[visit];
    }
}

}  // namespace headroom::engine::solver
