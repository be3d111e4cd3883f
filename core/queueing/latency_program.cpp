#include "core/queueing/latency_program.h"

#include <algorithm>
#include <cmath>

namespace headroom::queueing {

namespace {

LatencyMoments inSequence(const LatencyMoments& a, const LatencyMoments& b) {
    return {a.mass * b.mass, a.mean + b.mean, a.variance + b.variance};
}

// Within the branches, then between them: a sum of positive terms.
LatencyMoments mixed(std::span<const LatencyBranch> branches, std::span<const LatencyMoments> all) {
    LatencyMoments m;
    for (const LatencyBranch& b : branches) {
        m.mass += b.probability * all[b.node.index].mass;
    }
    if (!(m.mass > 0.0)) {
        return {};
    }
    for (const LatencyBranch& b : branches) {
        m.mean += b.probability * all[b.node.index].mass / m.mass * all[b.node.index].mean;
    }
    for (const LatencyBranch& b : branches) {
        const LatencyMoments& of = all[b.node.index];
        const double away = of.mean - m.mean;
        m.variance += b.probability * of.mass / m.mass * (of.variance + away * away);
    }
    return m;
}

LatencyMoments repeated(const LatencyMoments& m, double calls) {
    const double whole = std::floor(calls);
    const double rest = calls - whole;
    LatencyMoments sure{std::pow(m.mass, whole), whole * m.mean, whole * m.variance};
    if (rest == 0.0 || sure.mass == 0.0) {
        return sure;
    }
    // With the odds of one more call, given that it succeeds too.
    const double more = rest * m.mass / (1.0 - rest + rest * m.mass);
    return {sure.mass * (1.0 - rest + rest * m.mass), sure.mean + more * m.mean,
            sure.variance + more * m.variance + more * (1.0 - more) * m.mean * m.mean};
}

LatencyMoments untilStopped(const LatencyMoments& m, double again) {
    // The number of times N, given the outcome, is geometric: P(N = n) ~ q^{n-1}, q = again * mass.
    const double q = again * m.mass;
    const double times = 1.0 / (1.0 - q);
    return {m.mass * (1.0 - again) * times, times * m.mean,
            times * m.variance + q * times * times * m.mean * m.mean};
}

}  // namespace

LatencyNode LatencyProgram::append(const LatencyOperation& operation, const LatencyMoments& moments) {
    operations_.push_back(operation);
    moments_.push_back(moments);
    return {static_cast<std::uint32_t>(operations_.size() - 1)};
}

LatencyNode LatencyProgram::constant(double delay) {
    const double legal = std::max(delay, 0.0);
    return append({.kind = LatencyOperation::Kind::Constant, .value = legal}, {1.0, legal, 0.0});
}

LatencyNode LatencyProgram::service(const ServiceDistribution& distribution) {
    services_.push_back(distribution);
    const auto index = static_cast<std::uint32_t>(services_.size() - 1);
    return append({.kind = LatencyOperation::Kind::Service, .first = index},
                  {1.0, distribution.mean(), distribution.variance()});
}

LatencyNode LatencyProgram::wait(const WaitDistribution& distribution) {
    waits_.push_back(distribution);
    const auto index = static_cast<std::uint32_t>(waits_.size() - 1);
    return append({.kind = LatencyOperation::Kind::Wait, .first = index},
                  {1.0, distribution.mean(), distribution.variance()});
}

LatencyNode LatencyProgram::sequence(std::span<const LatencyNode> parts) {
    const auto first = static_cast<std::uint32_t>(operands_.size());
    LatencyMoments m{1.0, 0.0, 0.0};
    for (const LatencyNode part : parts) {
        operands_.push_back({1.0, part});
        m = inSequence(m, moments_[part.index]);
    }
    m = m.mass > 0.0 ? m : LatencyMoments{};
    return append({.kind = LatencyOperation::Kind::Sequence,
                   .first = first,
                   .count = static_cast<std::uint32_t>(parts.size())},
                  m);
}

LatencyNode LatencyProgram::sequence(std::initializer_list<LatencyNode> parts) {
    return sequence(std::span<const LatencyNode>(parts.begin(), parts.size()));
}

LatencyNode LatencyProgram::mixture(std::span<const LatencyBranch> branches) {
    const auto first = static_cast<std::uint32_t>(operands_.size());
    double total = 0.0;
    for (const LatencyBranch& branch : branches) {
        total += std::max(branch.probability, 0.0) * moments_[branch.node.index].mass;
    }
    const double scale = total > 1.0 ? 1.0 / total : 1.0;
    for (const LatencyBranch& branch : branches) {
        if (branch.probability > 0.0 && moments_[branch.node.index].mass > 0.0) {
            operands_.push_back({branch.probability * scale, branch.node});
        }
    }
    const auto count = static_cast<std::uint32_t>(operands_.size()) - first;
    const std::span<const LatencyBranch> kept(operands_.data() + first, count);
    const LatencyMoments m = mixed(kept, moments_);
    return append({.kind = LatencyOperation::Kind::Mixture, .first = first, .count = count}, m);
}

LatencyNode LatencyProgram::mixture(std::initializer_list<LatencyBranch> branches) {
    return mixture(std::span<const LatencyBranch>(branches.begin(), branches.size()));
}

LatencyNode LatencyProgram::assembled(std::span<const LatencyBranch> branches,
                                      const LatencyMoments& moments) {
    const auto first = static_cast<std::uint32_t>(operands_.size());
    operands_.insert(operands_.end(), branches.begin(), branches.end());
    const auto count = static_cast<std::uint32_t>(branches.size());
    return append({.kind = LatencyOperation::Kind::Mixture, .first = first, .count = count}, moments);
}

LatencyNode LatencyProgram::repeat(LatencyNode node, double calls) {
    const double legal = std::clamp(calls, 0.0, 1e6);
    const auto first = static_cast<std::uint32_t>(operands_.size());
    operands_.push_back({1.0, node});
    return append({.kind = LatencyOperation::Kind::Repeat, .value = legal, .first = first, .count = 1},
                  repeated(moments_[node.index], legal));
}

LatencyNode LatencyProgram::geometric(LatencyNode node, double again) {
    const double legal = std::clamp(again, 0.0, 0.999);
    const auto first = static_cast<std::uint32_t>(operands_.size());
    operands_.push_back({1.0, node});
    return append({.kind = LatencyOperation::Kind::Geometric, .value = legal, .first = first, .count = 1},
                  untilStopped(moments_[node.index], legal));
}

void LatencyProgram::reserve(std::size_t operations) {
    operations_.reserve(operations);
    moments_.reserve(operations);
    operands_.reserve(2 * operations);
}

std::span<const LatencyBranch> LatencyProgram::operands(const LatencyOperation& operation) const {
    return {operands_.data() + operation.first, operation.count};
}

const ServiceDistribution& LatencyProgram::serviceOf(const LatencyOperation& operation) const {
    return services_[operation.first];
}

const WaitDistribution& LatencyProgram::waitOf(const LatencyOperation& operation) const {
    return waits_[operation.first];
}

}  // namespace headroom::queueing
