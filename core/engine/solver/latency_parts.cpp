#include "core/engine/solver/latency_parts.h"

#include <algorithm>
#include <array>

namespace headroom::engine::solver {

namespace {

using queueing::LatencyBranch;
using queueing::LatencyNode;
using queueing::LatencyOperation;
using Kind = LatencyOperation::Kind;

/// How often the mean of a node counts, by what led there: as it is, after a miss, in vain.
constexpr std::size_t ways = 3;
using Weights = std::array<double, ways>;
constexpr std::size_t missed = 1;
constexpr std::size_t failed = 2;

bool isLeaf(Kind kind) {
    return kind == Kind::Constant || kind == Kind::Service || kind == Kind::Wait;
}

class Walk {
  public:
    explicit Walk(const Responses& responses) : responses_(responses), program_(responses.program()) {}

    std::vector<LatencyShare> from(LatencyNode node) {
        weights_.assign(node.index + 1, Weights{});
        weights_[node.index][0] = 1;
        // Whoever uses a node was entered after it.
        for (std::uint32_t i = node.index + 1; i-- > 0;) {
            if (weights_[i] != Weights{}) {
                take({i});
            }
        }
        return std::move(shares_);
    }

  private:
    void take(LatencyNode node) {
        const Origin origin = responses_.origins().of(node);
        Weights& weights = weights_[node.index];
        if (origin.kind == OriginKind::miss) {
            weights = {0, weights[0] + weights[missed], weights[failed]};
        } else if (origin.kind == OriginKind::failed) {
            weights = {0, 0, weights[0] + weights[missed] + weights[failed]};
        }
        const LatencyOperation& operation = program_.operations()[node.index];
        if (origin.kind == OriginKind::limited) {
            handTo({origin.of}, node, 1);
        } else if (origin.kind == OriginKind::joined) {
            for (const JoinedPart& part : responses_.origins().joined(origin)) {
                handTo(part.node, node, part.share);
            }
        } else if (isLeaf(operation.kind)) {
            takeLeaf(node, origin);
        } else {
            handDown(node, operation);
        }
    }

    void takeLeaf(LatencyNode node, const Origin& origin) {
        for (std::size_t way = 0; way < ways; ++way) {
            const double ms = weights_[node.index][way] * program_.moments(node).mean;
            if (ms != 0) {
                shares_.push_back({origin, way == missed, way == failed, ms});
            }
        }
    }

    // What came in time was spent as all of it was; so was what the slowest of several took.
    void handTo(LatencyNode whole, LatencyNode part, double share) {
        const double all = program_.moments(whole).mean;
        for (std::size_t way = 0; all > 0 && way < ways; ++way) {
            weights_[whole.index][way] +=
                weights_[part.index][way] * share * program_.moments(part).mean / all;
        }
    }

    // Each operand counts by its part of the sum; what is left over to the mean of the whole (the number of
    // repetitions, what was cut off) is shared out evenly.
    void handDown(LatencyNode node, const LatencyOperation& operation) {
        const auto operands = program_.operands(operation);
        const bool mixes = operation.kind == Kind::Mixture;
        const auto countOf = [&](const LatencyBranch& branch) {
            return mixes ? branch.probability * program_.moments(branch.node).mass : 1.0;
        };
        double sum = 0;
        for (const LatencyBranch& branch : operands) {
            sum += countOf(branch) * program_.moments(branch.node).mean;
        }
        if (!(sum > 0)) {
            return;
        }
        const double scale = program_.moments(node).mean / sum;
        for (const LatencyBranch& branch : operands) {
            for (std::size_t way = 0; way < ways; ++way) {
                weights_[branch.node.index][way] += weights_[node.index][way] * countOf(branch) * scale;
            }
        }
    }

    const Responses& responses_;
    const queueing::LatencyProgram& program_;
    std::vector<Weights> weights_;
    std::vector<LatencyShare> shares_;
};

}  // namespace

std::vector<LatencyShare> sharesOf(const Responses& responses, LatencyNode node) {
    return Walk(responses).from(node);
}

}  // namespace headroom::engine::solver
