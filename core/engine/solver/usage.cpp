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

void KnownUsage::trace(const Model& model, const std::vector<VisitGroup>& groups, const State& state) {
    std::vector<Arriving> all;
    ends_.assign(model.components.size() + 1, 0);
    FlowTracer tracer(model, groups, state);
    for (Index w = 0; w < model.workloads.size(); ++w) {
        for (const auto& [visit, rate] : tracer.from(model.workloads[w].visit, model.workloads[w].rps)) {
            all.push_back({.visit = visit, .workload = w, .rate = rate});
            ++ends_[model.visits[visit].component + 1];
        }
    }
    for (std::size_t i = 1; i < ends_.size(); ++i) {
        ends_[i] += ends_[i - 1];
    }
    arriving_.resize(all.size());
    std::vector<Index> next(ends_.begin(), ends_.end() - 1);
    for (const Arriving& one : all) {
        arriving_[next[model.visits[one.visit].component]++] = one;
    }
}

void KnownUsage::shareOut(const Model& model, Index component) {
    std::vector<passes::WorkShare>& work = usage_.components[component].work;
    work.clear();
    double busy = 0;
    double arrivals = 0;
    const auto each = [&](auto take) {
        for (Index i = ends_[component]; i < ends_[component + 1];) {
            const Index workload = arriving_[i].workload;
            double ownBusy = 0;
            double ownArrivals = 0;
            for (; i < ends_[component + 1] && arriving_[i].workload == workload; ++i) {
                ownArrivals += arriving_[i].rate;
                ownBusy += arriving_[i].rate * workMs(model, model.visits[arriving_[i].visit]);
            }
            take(workload, ownBusy, ownArrivals);
        }
    };
    std::size_t count = 0;
    each([&](Index /*workload*/, double ownBusy, double ownArrivals) {
        busy += ownBusy;
        arrivals += ownArrivals;
        ++count;
    });
    const double total = busy > 0 ? busy : arrivals;
    work.reserve(count);
    each([&](Index workload, double ownBusy, double ownArrivals) {
        const double part = busy > 0 ? ownBusy : ownArrivals;
        work.push_back({workload, total > 0 ? part / total : 0});
    });
}

const passes::Usage& KnownUsage::find(const Model& model, const std::vector<VisitGroup>& groups,
                                      const State& state, bool sameFlows, const std::vector<char>& changed) {
    if (!sameFlows) {
        usage_ = {};
        for (const Workload& workload : model.workloads) {
            usage_.workloads.push_back(workload.name);
        }
        usage_.components.reserve(model.components.size());
        for (Index i = 0; i < model.components.size(); ++i) {
            usage_.components.push_back(useOf(model, state, i));
        }
        usage_.connections.reserve(model.connections.size());
        for (const Connection& connection : model.connections) {
            usage_.connections.push_back({.known = state.rateUnknown[connection.from] == 0});
        }
        addBytes(model, state, usage_);
        trace(model, groups, state);
    }
    for (Index i = 0; i < model.components.size(); ++i) {
        if (!sameFlows || changed[i] != 0) {
            shareOut(model, i);
        }
    }
    return usage_;
}

}  // namespace headroom::engine::solver
