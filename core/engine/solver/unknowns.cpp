#include "core/engine/solver/unknowns.h"

namespace headroom::engine::solver {

namespace {

void markRatesBehind(const Model& model, std::vector<Index> open, State& state) {
    while (!open.empty()) {
        const Index component = open.back();
        open.pop_back();
        if (state.rateUnknown[component] != 0 || model.components[component].steady.inert) {
            continue;
        }
        state.rateUnknown[component] = 1;
        for (const Index connection : model.components[component].connections) {
            open.push_back(model.connections[connection].to);
        }
    }
}

bool waitsForUnknown(const Model& model, const State& state, const Visit& visit) {
    for (Index i = visit.firstCall; i < visit.firstCall + visit.callCount; ++i) {
        const Call& call = model.calls[i];
        if (call.awaited && (call.visit == none || state.responseUnknown[call.visit] != 0)) {
            return true;
        }
    }
    return false;
}

void markResponses(const Model& model, const std::vector<VisitGroup>& groups, State& state) {
    for (const VisitGroup& group : groups) {
        bool unknown = false;
        for (const Index visit : group.visits) {
            const Visit& v = model.visits[visit];
            unknown = unknown || state.rateUnknown[v.component] != 0 || waitsForUnknown(model, state, v);
        }
        for (const Index visit : group.visits) {
            state.responseUnknown[visit] = unknown ? 1 : 0;
        }
    }
}

}  // namespace

void markUnknowns(const Model& model, const std::vector<VisitGroup>& groups, State& state) {
    std::vector<Index> open;
    for (Index i = 0; i < model.components.size(); ++i) {
        if (!model.components[i].known) {
            open.push_back(i);
        }
    }
    for (Index i = 0; i < model.visits.size(); ++i) {
        if (state.broken[i] != 0) {
            open.push_back(model.visits[i].component);
        }
    }
    markRatesBehind(model, std::move(open), state);
    markResponses(model, groups, state);
    // Users send as fast as they are answered.
    std::vector<Index> sources;
    for (const Workload& workload : model.workloads) {
        if (workload.users && state.responseUnknown[workload.visit] != 0) {
            sources.push_back(workload.component);
        }
    }
    if (!sources.empty()) {
        markRatesBehind(model, std::move(sources), state);
        markResponses(model, groups, state);
    }
}

}  // namespace headroom::engine::solver
