#include "core/queueing/latency_program.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace headroom::queueing {

namespace {

// One more word into a hash (the finalizer of MurmurHash3, Appleby 2011, after each).
std::uint64_t stirred(std::uint64_t hash, std::uint64_t word) {
    hash = (hash ^ word) * 0xff51afd7ed558ccdU;
    return hash ^ (hash >> 32);
}

std::uint64_t stirred(std::uint64_t hash, double value) {
    return stirred(hash, std::bit_cast<std::uint64_t>(value));
}

std::uint64_t hashOf(std::uint64_t hash, const ServiceDistribution& service) {
    hash = stirred(hash, static_cast<std::uint64_t>(service.shape()));
    hash = stirred(stirred(hash, service.baseMean()), service.baseScv());
    return stirred(stirred(hash, service.slowShare()), service.slowFactor());
}

std::uint64_t hashOf(std::uint64_t hash, const WaitDistribution& wait) {
    hash = stirred(hash, static_cast<std::uint64_t>(wait.kind()));
    hash = stirred(stirred(hash, wait.probability()), wait.rate());
    return stirred(stirred(hash, wait.longest()), wait.mean());
}

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

// The operands of `operation`, or its distribution, are the last that were entered.
LatencyNode LatencyProgram::append(const LatencyOperation& operation, const LatencyMoments& moments) {
    const auto index = static_cast<std::uint32_t>(operations_.size());
    if (sharing_ == LatencySharing::equal) {
        if (2 * (operations_.size() + 1) > table_.size()) {
            enlargeTable();
        }
        const std::uint64_t hash = hashOf(operation, moments);
        const std::size_t mask = table_.size() - 1;
        std::size_t place = hash & mask;
        for (; table_[place] != 0; place = (place + 1) & mask) {
            const std::uint32_t other = table_[place] - 1;
            if (hashes_[other] == hash && isNewest(other, operation, moments)) {
                forget(operation);
                return {other};
            }
        }
        table_[place] = index + 1;
        hashes_.push_back(hash);
    }
    operations_.push_back(operation);
    moments_.push_back(moments);
    return {index};
}

std::uint64_t LatencyProgram::hashOf(const LatencyOperation& operation, const LatencyMoments& moments) const {
    std::uint64_t hash = stirred(static_cast<std::uint64_t>(operation.kind), operation.value);
    switch (operation.kind) {
        case LatencyOperation::Kind::Constant:
            return hash;
        case LatencyOperation::Kind::Service:
            return queueing::hashOf(hash, services_[operation.first]);
        case LatencyOperation::Kind::Wait:
            return queueing::hashOf(hash, waits_[operation.first]);
        default:
            break;
    }
    for (const LatencyBranch& branch : operands(operation)) {
        hash = stirred(stirred(hash, std::uint64_t{branch.node.index}), branch.probability);
    }
    return stirred(hash, moments.mean);
}

// Whether the earlier operation is what is about to be entered.
bool LatencyProgram::isNewest(std::uint32_t other, const LatencyOperation& operation,
                              const LatencyMoments& moments) const {
    const LatencyOperation& known = operations_[other];
    if (known.kind != operation.kind || known.value != operation.value || known.count != operation.count) {
        return false;
    }
    switch (known.kind) {
        case LatencyOperation::Kind::Constant:
            return true;
        case LatencyOperation::Kind::Service:
            return services_[known.first] == services_[operation.first];
        case LatencyOperation::Kind::Wait:
            return waits_[known.first] == waits_[operation.first];
        default:
            break;
    }
    const auto mine = operands(operation);
    return moments_[other] == moments && std::equal(mine.begin(), mine.end(), operands(known).begin(),
                                                    [](const LatencyBranch& a, const LatencyBranch& b) {
                                                        return a.node == b.node &&
                                                               a.probability == b.probability;
                                                    });
}

// Takes back what `append` was called for.
void LatencyProgram::forget(const LatencyOperation& operation) {
    switch (operation.kind) {
        case LatencyOperation::Kind::Constant:
            return;
        case LatencyOperation::Kind::Service:
            services_.pop_back();
            return;
        case LatencyOperation::Kind::Wait:
            waits_.pop_back();
            return;
        default:
            operands_.resize(operation.first);
    }
}

void LatencyProgram::enlargeTable() {
    table_.assign(std::max<std::size_t>(64, 2 * table_.size()), 0);
    const std::size_t mask = table_.size() - 1;
    for (std::uint32_t i = 0; i < hashes_.size(); ++i) {
        std::size_t place = hashes_[i] & mask;
        while (table_[place] != 0) {
            place = (place + 1) & mask;
        }
        table_[place] = i + 1;
    }
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
