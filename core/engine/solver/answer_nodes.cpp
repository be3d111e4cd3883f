#include "core/engine/solver/answer_nodes.h"

#include <utility>

namespace headroom::engine::solver {

namespace {

using queueing::LatencyBranch;

void add(std::vector<LatencyBranch>& branches, double weight, MaybeNode node) {
    if (node) {
        branches.push_back({weight, *node});
    }
}

// Where a broker's messages wait for consumers, that is its wait.
MaybeNode waitNode(const Model& model, Settled& settled, Index component) {
    const State& state = *settled.state;
    Responses& responses = *settled.responses;
    const SteadyState& steady = model.components[component].steady;
    if (steady.onward == Onward::consumers) {
        const ConsumptionState& consumption = state.consumption[component];
        return consumption.active ? MaybeNode(responses.program().wait(consumption.wait)) : std::nullopt;
    }
    std::vector<LatencyBranch> branches;
    for (const Index visit : model.components[component].visits) {
        const Visit& v = model.visits[visit];
        for (std::size_t p = 0; v.worksHere && p < steady.pools.size(); ++p) {
            const double served = model.askedAt(v, p) * state.pools[component][p].servedOf(v.rank);
            const PoolState& at = state.pools[component][p];
            add(branches, (state.rate[visit] * state.stays[visit] + state.fills[visit]) * served,
                at.leaving || at.ofAll ? responses.program().wait(at.servedWait())
                                       : responses.wait(component, p, v.rank));
        }
    }
    return blend(responses.program(), branches);
}

}  // namespace

AnswerNodes::AnswerNodes(const Model& model, Settled& settled)
    : AnswerNodes(model, settled, {}, std::vector<char>(model.components.size(), 1)) {}

AnswerNodes::AnswerNodes(const Model& model, Settled& settled, ShownNodes known,
                         const std::vector<char>& stale)
    : ShownNodes(std::move(known)), workload(model.workloads.size()) {
    for (auto* nodes : {&wait, &residence, &response}) {
        nodes->resize(model.components.size());
    }
    connection.resize(model.connections.size());
    for (Index i = 0; i < model.components.size(); ++i) {
        if (stale[i] != 0) {
            wait[i] = residence[i] = response[i] = std::nullopt;
            if (model.components[i].known && settled.state->rateUnknown[i] == 0) {
                addComponent(model, settled, i);
            }
        }
    }
    addConnections(model, settled, stale);
    addWorkloads(model, settled);
}

void AnswerNodes::addComponent(const Model& model, Settled& settled, Index component) {
    const State& state = *settled.state;
    Responses& responses = *settled.responses;
    std::vector<LatencyBranch> residences;
    std::vector<LatencyBranch> answers;
    bool unknown = false;
    for (const Index visit : model.components[component].visits) {
        const bool works = model.visits[visit].worksHere;
        const VisitTimes& times = responses.times(visit);
        const double stays = state.rate[visit] * state.stays[visit];
        add(residences, works ? stays : 0, times.stayed ? times.stayed : times.residence);
        add(answers, stays, times.answered ? times.answered : times.success);
        unknown = unknown || state.responseUnknown[visit] != 0;
    }
    wait[component] = waitNode(model, settled, component);
    residence[component] = blend(responses.program(), residences);
    if (!unknown) {
        response[component] = blend(responses.program(), answers);
    }
}

void AnswerNodes::addConnections(const Model& model, Settled& settled, const std::vector<char>& stale) {
    const State& state = *settled.state;
    std::vector<std::vector<LatencyBranch>> branches(model.connections.size());
    std::vector<char> unknown(model.connections.size());
    for (Index visit = 0; visit < model.visits.size(); ++visit) {
        const Visit& v = model.visits[visit];
        for (Index i = v.firstCall; i < v.firstCall + v.callCount && stale[v.component] != 0; ++i) {
            const Call& call = model.calls[i];
            const bool answers = call.visit != none && state.responseUnknown[call.visit] == 0;
            unknown[call.connection] = unknown[call.connection] != 0 || !answers;
            add(branches[call.connection], state.rate[visit] * state.wanted[i] / state.outcome[i].wanted,
                settled.responses->call(i));
        }
    }
    for (Index i = 0; i < model.connections.size(); ++i) {
        if (stale[model.connections[i].from] != 0) {
            connection[i] = unknown[i] == 0 ? blend(settled.responses->program(), branches[i]) : MaybeNode();
        }
    }
}

void AnswerNodes::addWorkloads(const Model& model, Settled& settled) {
    std::vector<LatencyBranch> branches;
    bool unknown = false;
    for (Index i = 0; i < model.workloads.size(); ++i) {
        const Workload& w = model.workloads[i];
        if (settled.state->responseUnknown[w.visit] != 0) {
            unknown = unknown || w.rps > 0;
            continue;
        }
        workload[i] = w.rps > 0 ? settled.responses->times(w.visit).success : std::nullopt;
        add(branches, w.rps, workload[i]);
    }
    if (!unknown) {
        system = blend(settled.responses->program(), branches);
    }
}

}  // namespace headroom::engine::solver
