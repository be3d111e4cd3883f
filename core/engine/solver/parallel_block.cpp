#include "core/engine/solver/parallel_block.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/queueing/fork_join.h"

#include "core/engine/solver/own_refusals.h"

namespace headroom::engine::solver {

using queueing::LatencyNode;
using queueing::LatencyTeam;

namespace {

constexpr double same = 1e-6;  // relative, of rates that are found by going round

bool equal(double a, double b) {
    return std::abs(a - b) <= same * std::max(std::abs(a), std::abs(b));
}

/// The calls of a block that somebody waits for.
std::vector<Index> callsOf(const Model& model, Index visit, Index step) {
    const Visit& v = model.visits[visit];
    const Index first = v.firstStep + step;
    std::vector<Index> calls;
    for (Index i = first; i < first + model.steps[first].blockSteps; ++i) {
        const Step& s = model.steps[i];
        for (Index call = s.firstCall; call < s.firstCall + s.callCount; ++call) {
            if (model.calls[call].awaited && model.calls[call].visit != none) {
                calls.push_back(call);
            }
        }
    }
    return calls;
}

// One worker with exponential service that calls nobody further and has no limit.
bool isSingleServer(const Model& model, const State& state, Index visit) {
    const Visit& v = model.visits[visit];
    const SteadyState& steady = model.componentOf(v).steady;
    if (v.stepCount > 0 || !v.worksHere || steady.gate || steady.pools.size() != 1) {
        return false;
    }
    const MachinePool& pool = steady.pools.front();
    return pool.machines == 1 && pool.workers == 1 && !pool.unlimited && !pool.queueLimit &&
           !pool.slotCount && steady.errorRate == 0 && steady.serviceScv == 1 &&
           state.pools[v.component].front().utilization < 1;
}

bool isPlain(const Connection& c) {
    return c.calls == 1 && c.required && !c.timeoutMs && !refusesItself(c) && !c.hedgeAfterMs &&
           c.retries == 0 && c.latencyScv == 0 && c.refused == 0 && c.silent == 0;
}

}  // namespace

std::optional<LikeFork> likeFork(const Model& model, const State& state, Index visit, Index step) {
    const std::vector<Index> calls = callsOf(model, visit, step);
    const Step& first = model.steps[model.visits[visit].firstStep + step];
    if (calls.size() < 2 || calls.size() != first.blockSteps ||
        first.needed < static_cast<double>(calls.size())) {
        return std::nullopt;
    }
    const Call& model0 = model.calls[calls.front()];
    const PoolState* like = nullptr;
    std::set<Index> components;
    for (const Index call : calls) {
        const Call& c = model.calls[call];
        const Connection& connection = model.connections[c.connection];
        if (!isPlain(connection) || c.missOf != none || c.fallback != none ||
            !isSingleServer(model, state, c.visit)) {
            return std::nullopt;
        }
        const Index component = model.visits[c.visit].component;
        const PoolState& pool = state.pools[component].front();
        like = like != nullptr ? like : &pool;
        const bool alike = equal(pool.utilization, like->utilization) && equal(pool.meanMs, like->meanMs) &&
                           connection.latencyMs == model.connections[model0.connection].latencyMs &&
                           c.transferMs == model0.transferMs;
        const bool nothingElse = equal(pool.arrivalRps, state.rate[visit]);
        if (!alike || !nothingElse || !components.insert(component).second) {
            return std::nullopt;
        }
    }
    return LikeFork{static_cast<double>(calls.size()), like->utilization};
}

namespace {

// Work of one exponential distribution at machines with one worker each.
bool isSimple(const Component& component, const PoolState& at, std::size_t pool) {
    const MachinePool& machines = component.steady.pools[pool];
    return machines.workers == 1 && !machines.unlimited && !machines.queueLimit && at.scv == 1 &&
           component.steady.serviceScv == 1 && at.utilization < 1;
}

}  // namespace

std::optional<LikeFork> likeShards(const Model& model, const State& state, const Visit& visit) {
    const Component& component = model.componentOf(visit);
    const bool alone = std::ranges::all_of(component.visits, [&](Index other) {
        return state.rate[other] == 0 || model.scatterOf(model.visits[other]) == 1;
    });
    const PoolState& at = state.pools[visit.component].front();
    const bool plain = component.steady.pools.size() == 1 && component.steady.store->copies == 1;
    return alone && plain && isSimple(component, at, 0)
               ? std::optional(LikeFork{component.steady.store->shards, at.utilization})
               : std::nullopt;
}

bool waitsTogether(const Model& model, const State& state, Index visit, Index step) {
    constexpr double worthAWord = 0.001;
    const std::vector<Index> calls = callsOf(model, visit, step);
    double count = 0;
    double waiting = 0;
    for (const Index call : calls) {
        const double sent = std::max(model.calls[call].calls, 1.0);
        count += sent;
        for (const PoolState& pool : state.pools[model.visits[model.calls[call].visit].component]) {
            waiting += pool.wait.probability() > worthAWord ? sent : 0;
        }
    }
    return count > 1 && waiting > 1;
}

bool sendsBatches(const Model& model, Index visit, Index step) {
    std::set<Index> components;
    for (const Index call : callsOf(model, visit, step)) {
        const bool isNew = components.insert(model.visits[model.calls[call].visit].component).second;
        if (model.calls[call].calls > 1 || !isNew) {
            return true;
        }
    }
    return false;
}

ParallelBlock::Times ParallelBlock::of(const std::vector<Branch>& branches, double needed,
                                       const std::optional<LikeFork>& fork, bool wantsFailure) {
    std::vector<LatencyTeam> successes;
    std::vector<LatencyTeam> failures;
    double count = 0;
    const auto nodeOf = [&](MaybeNode node) { return node ? *node : program_.mixture({}); };
    for (const Branch& branch : branches) {
        successes.push_back({nodeOf(branch.success), branch.calls, branch.alpha});
        failures.push_back({nodeOf(branch.failure), branch.calls});
        count += std::ceil(branch.calls);
    }
    Times times{fork ? forked(successes, *fork) : joined(successes, needed), std::nullopt};
    if (wantsFailure && needed >= 1 && count > 0) {
        times.failure = joined(failures, count - std::min(needed, count) + 1);
    }
    return times;
}

ParallelBlock::MaybeNode ParallelBlock::joined(const std::vector<LatencyTeam>& teams, double needed) {
    const std::size_t before = program_.size();
    const LatencyNode node = joiner_.kth(teams, needed);
    if (!(program_.moments(node).mass > 0)) {
        return std::nullopt;
    }
    if (node.index >= before && !teams.empty()) {
        mark(node, teams);
    }
    return node;
}

ParallelBlock::MaybeNode ParallelBlock::forked(const std::vector<LatencyTeam>& teams, const LikeFork& fork) {
    const auto one = joiner_.exponential(teams.front().node);
    if (!one) {
        return joined(teams, fork.branches);
    }
    const queueing::ForkJoinFit fit = queueing::forkJoinFit(fork.branches, fork.utilization);
    const LatencyNode slowest = joiner_.lastOfExponentials(one->mean * fit.stretch, fit.branches);
    const LatencyNode node = program_.sequence({program_.constant(one->shift), slowest});
    mark(node, teams);
    return node;
}

void ParallelBlock::mark(LatencyNode node, const std::vector<LatencyTeam>& teams) {
    std::vector<JoinedPart> parts;
    const auto& shares = joiner_.shares();
    for (std::size_t i = 0; i < teams.size(); ++i) {
        const double share =
            shares.size() == teams.size() ? shares[i] : 1.0 / static_cast<double>(teams.size());
        parts.push_back({teams[i].node, share});
    }
    origins_.markJoined(node, std::move(parts));
}

}  // namespace headroom::engine::solver
