#pragma once

#include <optional>
#include <vector>

#include "core/engine/solver/origins.h"
#include "core/engine/solver/state.h"
#include "core/queueing/latency_join.h"

namespace headroom::engine::solver {

/// Requests that are split over like M/M/1 stations, which get nothing else.
struct LikeFork {
    double branches = 0;
    double utilization = 0;
};
/// Of the block that begins with that step of the visit; nullopt where it is anything else.
std::optional<LikeFork> likeFork(const Model& model, const State& state, Index visit, Index step);
/// The same of the shards of a store, where nothing comes that does not ask them all.
std::optional<LikeFork> likeShards(const Model& model, const State& state, const Visit& visit);
/// Whether calls of the block wait somewhere, so that taking them as independent is an approximation.
bool waitsTogether(const Model& model, const State& state, Index visit, Index step);
/// Whether several of its calls go to one component at the same moment.
bool sendsBatches(const Model& model, Index visit, Index step);

/// The time of a block of calls that are sent together, from the times of each.
class ParallelBlock {
  public:
    using MaybeNode = std::optional<queueing::LatencyNode>;
    struct Branch {
        MaybeNode success;
        MaybeNode failure;
        double calls = 1;
        double alpha = 1;  ///< below 1 they are not independent of each other (LatencyTeam)
    };
    struct Times {
        MaybeNode success;
        MaybeNode failure;
    };

    ParallelBlock(queueing::LatencyProgram& program, queueing::LatencyJoiner& joiner, Origins& origins)
        : program_(program), joiner_(joiner), origins_(origins) {}

    /// Until `needed` calls succeeded, or too few are left that can. fork: by Nelson and Tantawi; else
    /// the branches are independent.
    [[nodiscard]] Times of(const std::vector<Branch>& branches, double needed,
                           const std::optional<LikeFork>& fork, bool wantsFailure);

  private:
    [[nodiscard]] MaybeNode joined(const std::vector<queueing::LatencyTeam>& teams, double needed);
    [[nodiscard]] MaybeNode forked(const std::vector<queueing::LatencyTeam>& teams, const LikeFork& fork);
    void mark(queueing::LatencyNode node, const std::vector<queueing::LatencyTeam>& teams);

    queueing::LatencyProgram& program_;
    queueing::LatencyJoiner& joiner_;
    Origins& origins_;
};

}  // namespace headroom::engine::solver
