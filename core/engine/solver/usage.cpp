#include "core/engine/solver/usage.h"

#include <algorithm>

#include "core/engine/solver/flows.h"
#include "core/engine/solver/plan_walk.h"
#include "core/engine/solver/store_answer.h"

namespace headroom::engine::solver {

namespace {

passes::ComponentUse useOf(const Model& model, const State& state, Index index) {
    const Component& component = model.components[index];
    passes::ComponentUse use;
    use.ratesKnown = component.known && state.rateUnknown[index] == 0;
    if (!component.known) {
        return use;
    }
    const std::optional<double> retained = retainedBytes(model, state, component);
    if (retained && !use.ratesKnown) {
        return use;  // what has to be paid for cannot be computed
    }
    use.machines = component.paidMachines.value_or(component.steady.machines);
    use.storedBytes = retained.value_or(component.steady.storedCopies > 0
                                            ? keptBytes(model, component) * component.steady.storedCopies *
                                                  spaceAmplification(component)
                                            : 0);
    for (const Index visit : component.visits) {
        (model.opOf(model.visits[visit]) == Op::read ? use.readsPerS : use.writesPerS) += state.rate[visit];
        use.writesPerS += state.fills[visit];
    }
    return use;
}

double workMs(const Model& model, const Visit& visit) {
    const SteadyState& steady = model.componentOf(visit).steady;
    const Op op = model.opOf(visit);
    double jobs = 0;
    for (std::size_t pool = 0; pool < steady.pools.size(); ++pool) {
        jobs += model.jobsAt(visit, pool);
    }
    return visit.worksHere ? jobs * visit.serviceMs.value_or(steady.serviceMs[indexOf(op)]) : 0;
}

/// What one workload makes a component do.
struct Work {
    std::size_t workload = 0;
    double busy = 0;  ///< time of workers
    double arrivals = 0;
};

void shareOut(const Model& model, const std::vector<VisitGroup>& groups, const State& state,
              passes::Usage& usage) {
    std::vector<std::vector<Work>> works(model.components.size());
    FlowTracer tracer(model, groups, state);
    for (std::size_t w = 0; w < model.workloads.size(); ++w) {
        for (const auto& [visit, rate] : tracer.from(model.workloads[w].visit, model.workloads[w].rps)) {
            std::vector<Work>& here = works[model.visits[visit].component];
            if (here.empty() || here.back().workload != w) {
                here.push_back({.workload = w});
            }
            here.back().arrivals += rate;
            here.back().busy += rate * workMs(model, model.visits[visit]);
        }
    }
    for (Index c = 0; c < model.components.size(); ++c) {
        double busy = 0;
        double arrivals = 0;
        for (const Work& work : works[c]) {
            busy += work.busy;
            arrivals += work.arrivals;
        }
        const double total = busy > 0 ? busy : arrivals;
        for (const Work& work : works[c]) {
            const double part = busy > 0 ? work.busy : work.arrivals;
            usage.components[c].work.push_back({work.workload, total > 0 ? part / total : 0});
        }
    }
}

// Every attempt carries its request; only what is answered comes back.
void addBytes(const Model& model, const State& state, passes::Usage& usage) {
    for (Index visit = 0; visit < model.visits.size(); ++visit) {
        const Visit& v = model.visits[visit];
        const RequestClass& cls = model.classes[v.requestClass];
        for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
            const Call& call = model.calls[i];
            const bool known = call.visit != none;
            const double answered = known ? call.reaches * state.success[call.visit] * state.callStays[i] : 1;
            const double filled = known ? call.reaches * doneWell(model, state, call.visit) : 1;
            const double sent = state.rate[visit] * (state.made[i] + state.missed[i]) * cls.requestBytes;
            const double received =
                state.rate[visit] *
                ((state.made[i] - state.echoed[i]) * answered + state.missed[i] * filled) * cls.responseBytes;
            passes::ConnectionUse& use = usage.connections[call.connection];
            use.sentBytesPerS += sent;
            use.receivedBytesPerS += received;
            usage.components[model.connections[call.connection].to].processedBytesPerS += sent + received;
        }
    }
}

}  // namespace

std::optional<double> retainedBytes(const Model& model, const State& state, const Component& component) {
    constexpr double msPerSecond = 1000;
    const MessageRules& rules = component.steady.messages;
    if (!component.steady.partitions || !rules.retentionMs) {
        return std::nullopt;
    }
    double bytesPerS = 0;
    for (const Index visit : component.visits) {
        bytesPerS += state.rate[visit] * state.success[visit] *
                     model.classes[model.visits[visit].requestClass].requestBytes;
    }
    return bytesPerS * rules.copies * *rules.retentionMs / msPerSecond;
}

passes::Usage usageOf(const Model& model, const std::vector<VisitGroup>& groups, const State& state) {
    passes::Usage usage;
    for (const Workload& workload : model.workloads) {
        usage.workloads.push_back(workload.name);
    }
    for (Index i = 0; i < model.components.size(); ++i) {
        usage.components.push_back(useOf(model, state, i));
    }
    for (const Connection& connection : model.connections) {
        usage.connections.push_back({.known = state.rateUnknown[connection.from] == 0});
    }
    addBytes(model, state, usage);
    shareOut(model, groups, state, usage);
    return usage;
}

}  // namespace headroom::engine::solver
