#include "core/engine/solver/answer.h"

#include <algorithm>

#include "core/engine/solver/answer_nodes.h"
#include "core/engine/solver/component_answer.h"
#include "core/engine/solver/side_by_side.h"

namespace headroom::engine::solver {

namespace {

// A distribution that is inverted is not known better.
constexpr double leastLateShare = 1e-9;

/// Rates of requests that end well in time, late, in failure, and are offered.
struct Endings {
    double offered = 0;
    double inTime = 0;
    double late = 0;
    double failed = 0;
    double degraded = 0;  ///< of those in time

    // A sum of what went wrong, so that nothing gone wrong is exactly 0.
    [[nodiscard]] double errorRate() const {
        const double finished = inTime + late + failed;
        return finished > 0 ? (late + failed) / finished : 0;
    }
};

/// The parts of the answer by the indices of the model.
struct Rows {
    std::vector<results::ComponentResult*> components;
    std::vector<results::ConnectionResult*> connections;
};

/// Of the answers of a workload.
double lateShareOf(const Workload& workload, MaybeNode node, Figures& figures) {
    if (!workload.deadlineMs || !node) {
        return 0;
    }
    const double share = 1 - figures.within(*node, *workload.deadlineMs);
    return share > leastLateShare ? share : 0;
}

Endings endingsOf(const State& state, const Workload& workload, double lateShare) {
    const double success = workload.rps * state.success[workload.visit];
    return {
        .offered = workload.rps,
        .inTime = success * (1 - lateShare),
        .late = success * lateShare,
        .failed = workload.rps * state.failure[workload.visit],
        .degraded = std::max(success - workload.rps * state.intact[workload.visit], 0.0) * (1 - lateShare)};
}

void answerSystem(const Model& model, const State& state, const KnownAnswer& known,
                  results::Results& results) {
    Endings all;
    bool unknown = false;
    bool unratedUsers = false;
    for (Index i = 0; i < model.workloads.size(); ++i) {
        const Workload& w = model.workloads[i];
        results::WorkloadResult& result = results.workloads[w.name];
        const bool noRate = w.users && state.responseUnknown[w.visit] != 0;
        if (!noRate) {
            result.offered_rps = w.rps;
            all.offered += w.rps;
        }
        unratedUsers = unratedUsers || noRate;
        if (state.responseUnknown[w.visit] != 0) {
            unknown = unknown || w.rps > 0;
            continue;
        }
        const Endings endings = endingsOf(state, w, known.workloads[i].lateShare);
        result.goodput_rps = endings.inTime;
        result.error_rate = endings.errorRate();
        result.latency_ms = known.workloads[i].latency;
        all.inTime += endings.inTime;
        all.late += endings.late;
        all.failed += endings.failed;
        all.degraded += endings.degraded;
    }
    if (!unratedUsers) {
        results.system.offered_rps = all.offered;
    }
    if (!unknown) {
        results.system.goodput_rps = all.inTime;
        results.system.degraded_rps = all.degraded;
        results.system.error_rate = all.errorRate();
        results.system.latency_ms = known.system;
    }
}

/// What flows along one connection, over all classes.
struct ConnectionFlow {
    double rate = 0;
    double retries = 0;
    double success = 0;
    double failure = 0;
};

std::vector<ConnectionFlow> connectionFlows(const Model& model, const State& state) {
    std::vector<ConnectionFlow> flows(model.connections.size());
    for (Index visit = 0; visit < model.visits.size(); ++visit) {
        const Visit& v = model.visits[visit];
        for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
            const Call& call = model.calls[i];
            ConnectionFlow& flow = flows[call.connection];
            const double calls = state.rate[visit] * state.made[i];
            flow.rate += calls + state.rate[visit] * state.missed[i];
            flow.retries += calls * (1 - 1 / state.receives[v.component]);  // deliveries made again
            if (call.visit != none && call.awaited) {
                const CallOutcome& outcome = state.outcome[i];
                const double first = state.rate[visit] * state.wanted[i] / outcome.wanted;
                flow.retries += first * outcome.retries;
                flow.success += first * outcome.success;
                flow.failure += first * outcome.failure;
            }
        }
    }
    return flows;
}

void answerConnections(const Model& model, const State& state, const passes::Usage& usage, Rows& rows) {
    const std::vector<ConnectionFlow> flows = connectionFlows(model, state);
    for (Index i = 0; i < model.connections.size(); ++i) {
        const Connection& connection = model.connections[i];
        results::ConnectionResult& result = *rows.connections[i];
        if (state.rateUnknown[connection.from] != 0) {
            continue;
        }
        const double finished = flows[i].success + flows[i].failure;
        result.rps = flows[i].rate;
        result.retry_rps = flows[i].retries;
        if (connection.silent > 0) {
            result.silent_share = connection.silent;
        }
        result.bytes_per_s = usage.connections[i].sentBytesPerS + usage.connections[i].receivedBytesPerS;
        if (model.components[connection.to].known && state.rateUnknown[connection.to] == 0) {
            result.error_rate = finished > 0 ? flows[i].failure / finished : 0;
        }
    }
}

/// What is to be answered for each part by itself.
struct Task {
    const Model& model;
    const State& state;
    const AnswerNodes& nodes;
    const std::vector<char>& stale;
    const std::stop_token& stop;
    bool latencies;  ///< of components and connections, too
    KnownAnswer& known;
    Rows& rows;
};

/// The components from `first` on up to `last`, and the connections that they send along.
void answerParts(const Task& task, Index first, Index last, Figures& figures) {
    std::vector<MaybeNode> wanted;
    for (Index i = first; i < last; ++i) {
        if (task.stale[i] == 0) {
            *task.rows.components[i] = task.known.components[i];
            continue;
        }
        answerComponent(task.model, task.state, i, *task.rows.components[i]);
        wanted.insert(wanted.end(), {task.nodes.wait[i], task.nodes.residence[i], task.nodes.response[i]});
        for (const Index connection : task.model.components[i].connections) {
            wanted.push_back(task.nodes.connection[connection]);
        }
    }
    if (!task.latencies) {
        return;
    }
    figures.prepare(wanted);
    for (Index i = first; i < last && !task.stop.stop_requested(); ++i) {
        results::ComponentResult& result = *task.rows.components[i];
        if (task.stale[i] != 0) {
            result.wait_ms = figures.of(task.nodes.wait[i]);
            result.residence_ms = figures.of(task.nodes.residence[i]);
            result.response_ms = figures.of(task.nodes.response[i]);
        }
        for (const Index connection : task.model.components[i].connections) {
            task.rows.connections[connection]->latency_ms =
                task.stale[i] != 0 ? figures.of(task.nodes.connection[connection])
                                   : task.known.connections[connection];
        }
    }
}

/// The workloads of these components.
void answerWorkloads(const Task& task, Index first, Index last, Figures& figures) {
    for (Index i = 0; i < task.model.workloads.size() && !task.stop.stop_requested(); ++i) {
        const Workload& w = task.model.workloads[i];
        if (w.component < first || w.component >= last || task.state.responseUnknown[w.visit] != 0) {
            continue;
        }
        const MaybeNode node = task.nodes.workload[i];
        KnownAnswer::Workload& known = task.known.workloads[i];
        if (!known.isKnown || known.node != node || known.deadlineMs != w.deadlineMs) {
            known = {.isKnown = true,
                     .node = node,
                     .deadlineMs = w.deadlineMs,
                     .lateShare = lateShareOf(w, node, figures),
                     .latency = figures.of(node)};
        }
    }
}

/// Of `count` parts those before a share. The first share answers the system as well, which takes about so
/// much of all.
Index partsBefore(std::size_t share, std::size_t shares, std::size_t count) {
    constexpr double ofSystem = 0.13;
    const double all = static_cast<double>(share) / static_cast<double>(shares);
    const double parts = share == shares ? 1 : std::max((all - ofSystem) / (1 - ofSystem), 0.0);
    return static_cast<Index>(parts * static_cast<double>(count));
}

/// All that takes inversions. Parts that stand near each other in the design share most of what their times
/// are made of: the first of them are worked out with the same distributions in each solve, and so on; side
/// by side where there is much to do.
void answerParts(const Task& task, SolvedParts& parts) {
    constexpr std::size_t fewComponents = 48;
    const std::size_t count = task.model.components.size();
    const std::size_t shares = sharesOf(count, fewComponents);
    parts.openDistributions(shares);
    const auto work = [&](std::size_t share) {
        Figures figures(parts.program(), parts.distributions(share));
        const Index first = partsBefore(share, shares, count);
        const Index last = partsBefore(share + 1, shares, count);
        answerParts(task, first, last, figures);
        answerWorkloads(task, first, last, figures);
        if (share == 0 && !task.stop.stop_requested()) {
            task.known.system = figures.of(task.nodes.system);
        }
    };
    const auto staleCount = static_cast<std::size_t>(std::ranges::count(task.stale, 1));
    inShares(shares, staleCount, fewComponents, work);
}

// The first of those with the highest offered utilization.
void answerBottleneck(const Model& model, const Rows& rows, results::Results& results) {
    double most = 0;
    for (Index i = 0; i < model.components.size(); ++i) {
        const results::Figure load = rows.components[i]->offered_utilization;
        if (load && *load > most) {
            most = *load;
            results.system.bottleneck = model.components[i].id;
        }
    }
}

void leaveOutWhatIsOnlyDrawn(const Model& model, Rows& rows, results::Results& results) {
    const auto inert = [&](Index component) { return model.components[component].steady.inert; };
    for (Index i = 0; i < model.components.size(); ++i) {
        if (inert(i)) {
            results.components.erase(model.components[i].id);
            rows.components[i] = nullptr;
        }
    }
    for (const Connection& connection : model.connections) {
        if (inert(connection.from) || inert(connection.to)) {
            results.connections.erase(connection.id);
        }
    }
}

}  // namespace

double goodputOf(const Model& model, Settled& settled) {
    const AnswerNodes nodes(model, settled);
    Figures figures(settled.responses->program());
    double sum = 0;
    for (Index i = 0; i < model.workloads.size(); ++i) {
        const Workload& workload = model.workloads[i];
        sum += endingsOf(*settled.state, workload, lateShareOf(workload, nodes.workload[i], figures)).inTime;
    }
    return sum;
}

std::vector<results::ComponentResult*> answer(const Model& model, Settled& settled,
                                              const passes::Usage& usage, Detail detail, SolvedParts& parts,
                                              const std::stop_token& stop, results::Results& results) {
    const State& state = *settled.state;
    const bool latencies = detail == Detail::everything;
    const bool remembers = latencies && parts.remembers();
    KnownAnswer& known = parts.answer();
    const std::vector<char> stale = remembers ? known.staleParts(model, settled.responses->tables())
                                              : std::vector<char>(model.components.size(), 1);
    const AnswerNodes nodes(model, settled, remembers ? known.nodes : ShownNodes(), stale);
    results.converged = settled.converged;
    results.iterations = settled.iterations;
    Rows rows{addRows(model.components, results.components, known.componentOrder),
              addRows(model.connections, results.connections, known.connectionOrder)};
    answerConnections(model, state, usage, rows);
    known.workloads.resize(model.workloads.size());
    answerParts({.model = model,
                 .state = state,
                 .nodes = nodes,
                 .stale = stale,
                 .stop = stop,
                 .latencies = latencies,
                 .known = known,
                 .rows = rows},
                parts);
    if (stop.stop_requested()) {
        return rows.components;
    }
    answerSystem(model, state, known, results);
    answerBottleneck(model, rows, results);
    if (remembers) {
        known.remember(nodes, rows.components, rows.connections);
    }
    leaveOutWhatIsOnlyDrawn(model, rows, results);
    return rows.components;
}

}  // namespace headroom::engine::solver
