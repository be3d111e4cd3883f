#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/engine/solver/attempt_times.h"
#include "core/engine/solver/order.h"
#include "core/engine/solver/origins.h"
#include "core/engine/solver/parallel_block.h"
#include "core/engine/solver/plan_walk.h"
#include "core/engine/solver/response_tables.h"
#include "core/engine/solver/solved_parts.h"
#include "core/engine/solver/state.h"
#include "core/queueing/latency_program.h"

namespace headroom::engine::solver {

/// How the response times of all visits are put together from waits, services and network, as one program of
/// distributions; times in ms. Callees come before their callers. Around a cycle the program is unrolled, and
/// what is below the last turn is taken as gamma with the exact mean and variance.
class Responses {
  public:
    enum class Precision : std::uint8_t {
        full,
        quick,  ///< what is cut off or joined is known by mean and variance only: no inversions
    };
    /// `parts`: where the program is put together, with what was put together there before; what follows from
    /// the same as then is not put together again. Good until the next are made with it. Without, it is a
    /// program of its own in which each node stands for one thing, so that `origins` can say for which.
    /// `number`: the so-many-th time that this solve makes any.
    Responses(const Model& model, const std::vector<VisitGroup>& groups, const State& state,
              SolvedParts* parts = nullptr, std::size_t number = 0, Precision precision = Precision::full);

    [[nodiscard]] const VisitTimes& times(Index visit) const { return times_[visit]; }
    /// One call as its caller sees it: network and the callee's success.
    [[nodiscard]] std::optional<queueing::LatencyNode> call(Index call) const { return calls_[call]; }
    /// For how long a request that was served here is under way after that, answered or not; what is not by
    /// the end of the horizon, for all of it. Only of what has slots, or of users who wait.
    [[nodiscard]] Elsewhere elsewhere(Index visit) const { return elsewhere_[visit]; }
    /// What its limits in time make of one attempt of a call.
    [[nodiscard]] const AttemptAnswer& answer(Index call) const { return answers_[call]; }
    /// The wait at a pool of a component, of requests of that rank.
    [[nodiscard]] queueing::LatencyNode wait(Index component, std::size_t pool, Index rank) const {
        const std::vector<Node>& waits = waits_[component][pool];
        return waits[waits.size() > 1 ? rank : 0];
    }
    [[nodiscard]] queueing::LatencyProgram& program() { return program_; }
    [[nodiscard]] const queueing::LatencyProgram& program() const { return program_; }
    [[nodiscard]] const Origins& origins() const { return origins_; }
    /// The state that they were made of.
    [[nodiscard]] bool areOf(const State& state) const { return tables_.of.state == state; }
    [[nodiscard]] ResponseTables& tables() { return tables_; }

  private:
    using Node = queueing::LatencyNode;
    using MaybeNode = std::optional<Node>;
    using Times = AttemptTimes::Attempt;
    struct Known {
        Index step;
        Memory memory;
        Times times;
    };

    /// By component: whether anything of it is other than what the tables are of.
    std::vector<char> findChanged(const std::vector<VisitGroup>& groups, bool known);
    void buildChanged(const std::vector<VisitGroup>& groups, const std::vector<char>& changed);
    bool isStale(Index visit, const std::vector<char>& changed, const std::vector<VisitTimes>& before) const;
    void rebuild(Index visit, const VisitTimes& before);
    void addWaits(Index component);
    void askForFailures(const std::vector<VisitGroup>& groups);
    void settleCycle(const VisitGroup& group);
    void turn(const VisitGroup& group);
    int turnsUntilSettled(const VisitGroup& group);
    void build(Index visit);
    [[nodiscard]] Elsewhere elsewhereOf(const Times& then, double errors, double onward) const;
    MaybeNode restOfFetch(Index visit);
    /// An answered look-up, apart by what it found: the mass of each part is its probability.
    struct LookedUp {
        MaybeNode found;
        MaybeNode missed;
    };
    LookedUp lookedUp(Index call, MaybeNode all);
    MaybeNode residenceOf(const Visit& visit);
    /// The same of those who stay in line; none where nobody leaves.
    MaybeNode stayedOf(const Visit& visit);
    /// The answer of a shard, whose machines in that pool are asked alone or together.
    MaybeNode atShard(const Visit& visit, std::size_t pool, Node service);
    MaybeNode afterReplicas(const Visit& visit, std::size_t pool, Node service);
    /// The last answer of all shards.
    MaybeNode overShards(const Visit& visit, Node service);
    /// The k-th of so many alike; fewer where some are dead, but never too few. alpha: LatencyTeam.
    MaybeNode kthOf(MaybeNode one, double count, double needed, double alpha);
    /// How much times at the machines of a pool have in common, where that share of what comes to them comes
    /// to all at once: alpha of LatencyTeam.
    double alphaOf(Node wait, Node service, double common) const;
    Times rest(const Visit& visit, Index step, Memory memory);
    Times makeRest(const Visit& visit, Index step, Memory memory);
    Times through(const Visit& visit, Index step, Memory memory, Index call);
    Times throughBlock(const Visit& visit, Index step, Memory memory);
    void addBranch(const Visit& visit, const Step& step, Memory memory,
                   std::vector<ParallelBlock::Branch>& branches);
    ParallelBlock::Branch branchOf(const Visit& visit, Index call);
    queueing::LatencyJoiner& joiner();
    queueing::LatencyCutter& cutter();
    /// One call with its attempts; no fallback.
    Times direct(Index call);
    Times attempted(Index call);
    Times single(const Visit& visit, Index call);
    /// What a failure leads to: success of a fallback, or of the caller without the call.
    Times rescued(const Visit& visit, Index call, MaybeNode failure);
    /// A lookup that makes the calls of its misses at once.
    Times withMisses(const Visit& visit, Index call, MaybeNode success, MaybeNode lost);
    Times repeated(const Visit& visit, Index call);
    MaybeNode repeatedFailure(const Times& one, double calls);
    /// What becomes of the deliveries of a message that may be made again.
    AttemptAnswer delivered(const Visit& visit, Index call);
    MaybeNode network(const Call& call);

    MaybeNode thinned(MaybeNode node, double probability);
    MaybeNode inSequence(MaybeNode a, MaybeNode b);
    MaybeNode either(MaybeNode a, MaybeNode b);
    /// The same time under a name of its own.
    MaybeNode named(MaybeNode node, OriginKind kind, Index of);

    const Model& model_;
    const State& state_;
    queueing::LatencyProgram own_;
    queueing::LatencyProgram& program_;
    Origins origins_;
    Node nothing_;  ///< takes no time
    ResponseTables ownTables_;
    ResponseTables& tables_;
    std::vector<std::vector<std::vector<Node>>>& waits_;
    std::vector<VisitTimes>& times_;
    std::vector<MaybeNode>& calls_;
    std::vector<AttemptAnswer>& answers_;
    std::vector<Elsewhere>& elsewhere_;
    std::vector<std::optional<Times>>& direct_;
    std::vector<char>& asksFailure_;
    bool asksAsBefore_ = false;  ///< it follows from plans that are those of the last time
    std::unique_ptr<queueing::LatencyCutter> cutter_;
    std::unique_ptr<queueing::LatencyJoiner> joiner_;
    std::vector<Known> known_;  ///< of the visit that is being built
    bool wantsFailure_ = false;
    bool quick_;
    bool roughBlocks_ = false;  ///< around a circle, where a block is joined hundreds of times
};

}  // namespace headroom::engine::solver
