#include <algorithm>
#include <cmath>

#include "core/engine/solver/parallel_block.h"
#include "core/engine/solver/responses.h"
#include "core/engine/solver/stations.h"
#include "core/queueing/order_statistics.h"

namespace headroom::engine::solver {

namespace {

/// Of the jobs that come to a pool, the share for which `part` of a visit's jobs there counts.
template <class Part>
double shareOfJobs(const Model& model, const State& state, Index component, std::size_t pool, Part part) {
    double all = 0;
    double some = 0;
    for (const Index visit : model.components[component].visits) {
        const Visit& v = model.visits[visit];
        const double jobs = v.worksHere ? state.rate[visit] * model.jobsAt(v, pool) : 0;
        all += jobs;
        some += state.rate[visit] * part(v);
    }
    return all > 0 ? std::min(some / all, 1.0) : 0;
}

}  // namespace

// Of two M/M/1 queues that get the same requests the first is done after 1/2 + rho/8 of the mean response
// (Flatto and Hahn 1984), which is 2^-alpha for alpha = 1 - log2(1 + rho/4). There, 1 - (1 - rho)^2 of the
// variance is that of the wait; other queues are taken as the M/M/1 with as much.
double Responses::alphaOf(Node wait, Node service, double common) const {
    const double waits = program_.moments(wait).variance;
    const double all = waits + program_.moments(service).variance;
    const double utilization = all > 0 ? 1 - std::sqrt(1 - waits / all) : 0;
    const double alpha = 1 - std::log2(1 + common * utilization / 4);
    constexpr double alone = 1 - 1e-6;
    return alpha < alone ? alpha : 1;
}

Responses::MaybeNode Responses::kthOf(MaybeNode one, double count, double needed, double alpha) {
    const double there = std::floor(count) < needed ? std::max(std::ceil(count), needed) : count;
    if (!one || *one == nothing_ || there == 1) {
        return one;
    }
    return ParallelBlock(program_, joiner(), origins_)
        .of({{one, std::nullopt, there, alpha}}, needed, std::nullopt, false)
        .success;
}

Responses::MaybeNode Responses::atShard(const Visit& visit, std::size_t pool, Node service) {
    const SteadyState& steady = model_.componentOf(visit).steady;
    const Node wait = this->wait(visit.component, pool, visit.rank);
    const MaybeNode one = inSequence(wait, service);
    if (!steady.store) {
        return one;
    }
    const Op op = model_.opOf(visit);
    if (steady.store->replication == Replication::leaderless) {
        return kthOf(one, steady.pools[pool].jobs[indexOf(op)], steady.store->quorum[indexOf(op)],
                     alphaOf(wait, service, 1));
    }
    return op == Op::write && steady.store->syncReplicas > 0 ? afterReplicas(visit, pool, service) : one;
}

// The leader, and as many of its replicas as have to have the write. They begin together.
Responses::MaybeNode Responses::afterReplicas(const Visit& visit, std::size_t pool, Node service) {
    const SteadyState& steady = model_.componentOf(visit).steady;
    const std::size_t standing = replicasOf(steady, pool);
    const Node wait = this->wait(visit.component, standing, visit.rank);
    const MaybeNode leader = inSequence(this->wait(visit.component, pool, visit.rank), service);
    const double copies = steady.pools[standing].jobs[indexOf(Op::write)] - (standing == pool ? 1 : 0);
    const double writes = shareOfJobs(model_, state_, visit.component, standing, [&](const Visit& v) {
        return model_.opOf(v) == Op::write ? model_.jobsAt(v, standing) : 0;
    });
    const MaybeNode kept =
        kthOf(inSequence(wait, service), copies, steady.store->syncReplicas, alphaOf(wait, service, writes));
    if (!leader || !kept || *leader == nothing_) {
        return leader;
    }
    return ParallelBlock(program_, joiner(), origins_)
        .of({{leader, std::nullopt, 1}, {kept, std::nullopt, 1}}, 2, std::nullopt, false)
        .success;
}

Responses::MaybeNode Responses::overShards(const Visit& visit, Node service) {
    constexpr double all = 1e9;
    const SteadyState& steady = model_.componentOf(visit).steady;
    std::vector<ParallelBlock::Branch> shards;
    double served = 1;
    for (std::size_t pool = 0; pool < steady.pools.size(); ++pool) {
        const double perShard = steady.pools[pool].jobs[indexOf(Op::read)];
        if (steady.pools[pool].answers[indexOf(Op::read)] > 0) {
            const double common = shareOfJobs(model_, state_, visit.component, pool, [&](const Visit& v) {
                return model_.scatterOf(v) * perShard * steady.pools[pool].shards;
            });
            served = std::min(served, servedAt(model_, state_, visit, pool));
            shards.push_back({atShard(visit, pool, service), std::nullopt, steady.pools[pool].shards,
                              alphaOf(this->wait(visit.component, pool, visit.rank), service, common)});
        }
    }
    if (shards.empty() || (shards.front().success && *shards.front().success == nothing_)) {
        return thinned(nothing_, served);
    }
    const bool few = steady.store->shards <= queueing::mostTogether;
    const std::optional<LikeFork> fork = few ? std::nullopt : likeShards(model_, state_, visit);
    return thinned(ParallelBlock(program_, joiner(), origins_).of(shards, all, fork, false).success, served);
}

}  // namespace headroom::engine::solver
