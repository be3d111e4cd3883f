#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "core/queueing/latency_distributions.h"
#include "core/results/results.h"

namespace headroom::engine::solver {

using MaybeNode = std::optional<queueing::LatencyNode>;

/// One of several latencies, each with its weight (any scale): all their answers together. Nothing where no
/// branch has weight and probability; what is less than one in 1e12 of all is left out.
MaybeNode blend(queueing::LatencyProgram& program, const std::vector<queueing::LatencyBranch>& branches);

/// The six figures of the nodes of a finished program, each node worked out once.
class Figures {
  public:
    explicit Figures(const queueing::LatencyProgram& program) : program_(program), distributions_(program) {}

    results::Latency of(MaybeNode node);
    /// The share of the answers that take at most `ms`.
    double within(queueing::LatencyNode node, double ms);

  private:
    const queueing::LatencyProgram& program_;
    queueing::LatencyDistributions distributions_;
    std::unordered_map<std::uint32_t, results::Latency> known_;
};

}  // namespace headroom::engine::solver
