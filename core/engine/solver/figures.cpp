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
    std::vector<LatencyBranch> distinct;
    double total = 0;
    for (const LatencyBranch& branch : worthSaying(program, branches)) {
        total += branch.probability;
        bool known = false;
        for (LatencyBranch& other : distinct) {
            if (other.node == branch.node) {
                other.probability += branch.probability;
                known = true;
            }
        }
        if (!known) {
            distinct.push_back(branch);
        }
    }
    if (distinct.size() < 2) {
        return distinct.empty() ? MaybeNode() : MaybeNode(distinct.front().node);
    }
    for (LatencyBranch& branch : distinct) {
        branch.probability /= total;
    }
    return program.mixture(distinct);
}

results::Latency Figures::of(MaybeNode node) {
    if (!node || !(program_.moments(*node).mass > 0)) {
        return {};
    }
    const auto found = known_.find(node->index);
    if (found != known_.end()) {
        return found->second;
    }
    const queueing::LatencySummary s = distributions_.summary(*node);
    const results::Latency latency{s.mean, s.p50, s.p90, s.p95, s.p99, s.p999};
    known_.emplace(node->index, latency);
    return latency;
}

double Figures::within(queueing::LatencyNode node, double ms) {
    return distributions_.cdf(node, ms);
}

}  // namespace headroom::engine::solver
