#include "core/engine/solver/figures.h"

#include <algorithm>
#include <iterator>

namespace headroom::engine::solver {

using queueing::LatencyBranch;

namespace {

// What hardly ever ends well has no say in any percentile, but hours of it would drown the digits of the
// others.
std::vector<LatencyBranch> worthSaying(const queueing::LatencyProgram& program,
                                       const std::vector<LatencyBranch>& branches) {
    constexpr double hardlyEver = 1e-12;
    const auto massOf = [&](const LatencyBranch& branch) {
        return std::max(branch.probability, 0.0) * program.moments(branch.node).mass;
    };
    double all = 0;
    for (const LatencyBranch& branch : branches) {
        all += massOf(branch);
    }
    std::vector<LatencyBranch> kept;
    std::ranges::copy_if(branches, std::back_inserter(kept),
                         [&](const LatencyBranch& branch) { return massOf(branch) > hardlyEver * all; });
    return kept;
}

}  // namespace

MaybeNode blend(queueing::LatencyProgram& program, const std::vector<LatencyBranch>& branches) {
    std::vector<LatencyBranch> kept = worthSaying(program, branches);
    if (kept.size() < 2) {
        return kept.empty() ? MaybeNode() : MaybeNode(kept.front().node);
    }
    double total = 0;
    for (const LatencyBranch& branch : kept) {
        total += branch.probability;
    }
    for (LatencyBranch& branch : kept) {
        branch.probability /= total;
    }
    return program.mixture(kept);
}

void Figures::prepare(const std::vector<MaybeNode>& nodes) {
    std::vector<queueing::LatencyNode> there;
    for (const MaybeNode& node : nodes) {
        if (node && program_.moments(*node).mass > 0) {
            there.push_back(*node);
        }
    }
    distributions_.prepare(there);
}

results::Latency Figures::of(MaybeNode node) {
    if (!node || !(program_.moments(*node).mass > 0)) {
        return {};
    }
    const queueing::LatencySummary s = distributions_.summary(*node);
    return {s.mean, s.p50, s.p90, s.p95, s.p99, s.p999};
}

double Figures::within(queueing::LatencyNode node, double ms) {
    return distributions_.cdf(node, ms);
}

}  // namespace headroom::engine::solver
