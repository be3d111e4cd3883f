#pragma once

#include <optional>
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
    explicit Figures(const queueing::LatencyProgram& program)
        : program_(program), own_(program), distributions_(*own_) {}
    /// Where distributions of the program have been worked out already.
    Figures(const queueing::LatencyProgram& program, queueing::LatencyDistributions& distributions)
        : program_(program), distributions_(distributions) {}

    /// These will be asked for.
    void prepare(const std::vector<MaybeNode>& nodes);
    results::Latency of(MaybeNode node);
    /// The share of the answers that take at most `ms`.
    double within(queueing::LatencyNode node, double ms);

  private:
    const queueing::LatencyProgram& program_;
    std::optional<queueing::LatencyDistributions> own_;
    queueing::LatencyDistributions& distributions_;
};

}  // namespace headroom::engine::solver
