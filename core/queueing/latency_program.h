// How the response times of a design are put together: a flat list of operations, each
// making a distribution out of earlier ones. Shared parts are entered once and used by
// handle. Nothing is evaluated here except masses, means and variances, which follow in
// closed form; LatencyDistributions answers everything else.
//
// A distribution may be defective: its mass is the probability of the outcome it stands
// for (success, say), and all conditional figures are those given that outcome.
// Parts are independent of each other. Time in any one unit; every delay and mean is
// finite and >= 0 (up to 1e15), a legal scale is 1e-9 .. 1e12 units.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

#include "core/queueing/service_distribution.h"
#include "core/queueing/wait_distribution.h"

namespace headroom::queueing {

// Handle of an operation in one LatencyProgram.
struct LatencyNode {
    std::uint32_t index = 0;
    friend bool operator==(LatencyNode, LatencyNode) = default;
};

struct LatencyBranch {
    double probability = 0.0;  // 0 .. 1
    LatencyNode node;
};

// mean and variance are conditional on the outcome; 0 where the mass is 0.
struct LatencyMoments {
    double mass = 0.0;
    double mean = 0.0;
    double variance = 0.0;
    friend bool operator==(const LatencyMoments&, const LatencyMoments&) = default;
};

// One operation as stored; read by LatencyDistributions.
struct LatencyOperation {
    enum class Kind : std::uint8_t { Constant, Service, Wait, Sequence, Mixture, Repeat, Geometric };
    Kind kind = Kind::Constant;
    double value = 0.0;       // Constant: delay; Repeat: calls; Geometric: continue probability
    std::uint32_t first = 0;  // Service, Wait: index of the distribution; else of the first operand
    std::uint32_t count = 0;  // operands
};

// Whether a node that has been entered before, with the same operands, is entered again. Shared nodes are
// evaluated once; only of others can be said what each of them stands for.
enum class LatencySharing : std::uint8_t { none, equal };

class LatencyProgram {
  public:
    explicit LatencyProgram(LatencySharing sharing = LatencySharing::none) : sharing_(sharing) {}

    // A fixed time: a network round trip, a deterministic delay. constant(0) is "nothing".
    LatencyNode constant(double delay);
    LatencyNode service(const ServiceDistribution& distribution);
    LatencyNode wait(const WaitDistribution& distribution);
    // One after the other: the sum of the times, the product of the masses. Empty: constant(0).
    LatencyNode sequence(std::span<const LatencyNode> parts);
    LatencyNode sequence(std::initializer_list<LatencyNode> parts);
    // One of the branches, or several outcomes of one thing that exclude each other (then
    // each with probability 1 and its own mass). Masses below 1 in sum lose the rest (a
    // defective distribution); above 1 in sum they are scaled back to 1. Empty: mass 0.
    LatencyNode mixture(std::span<const LatencyBranch> branches);
    LatencyNode mixture(std::initializer_list<LatencyBranch> branches);
    // A mixture whose moments are known otherwise; a branch with a negative probability takes
    // away what another one has too much. Not scaled.
    LatencyNode assembled(std::span<const LatencyBranch> branches, const LatencyMoments& moments);
    // calls = k.f: k times for sure and once more with probability 0.f, one after
    // another, independently. Range 0 .. 1e6. All of them must reach the outcome.
    LatencyNode repeat(LatencyNode node, double calls);
    // Once, and again with probability again (0 .. 0.999) after each time: feedback.
    LatencyNode geometric(LatencyNode node, double again);

    // mass, mean and variance, exact up to rounding. O(1).
    const LatencyMoments& moments(LatencyNode node) const { return moments_[node.index]; }

    std::size_t size() const { return operations_.size(); }
    void reserve(std::size_t operations);
    std::span<const LatencyOperation> operations() const { return operations_; }
    std::span<const LatencyBranch> operands(const LatencyOperation& operation) const;
    const ServiceDistribution& serviceOf(const LatencyOperation& operation) const;
    const WaitDistribution& waitOf(const LatencyOperation& operation) const;

  private:
    LatencyNode append(const LatencyOperation& operation, const LatencyMoments& moments);
    std::uint64_t hashOf(const LatencyOperation& operation, const LatencyMoments& moments) const;
    bool isNewest(std::uint32_t other, const LatencyOperation& operation,
                  const LatencyMoments& moments) const;
    void forget(const LatencyOperation& operation);
    void enlargeTable();

    LatencySharing sharing_;
    std::vector<std::uint64_t> hashes_;  // of operations, where they are shared
    std::vector<std::uint32_t> table_;   // open addressing: 1 + the operation with that hash, or 0

    std::vector<LatencyOperation> operations_;
    std::vector<LatencyMoments> moments_;
    std::vector<LatencyBranch> operands_;  // of all operations, one after another
    std::vector<ServiceDistribution> services_;
    std::vector<WaitDistribution> waits_;
};

}  // namespace headroom::queueing
