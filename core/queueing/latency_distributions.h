// Percentiles and deadlines of every node of a LatencyProgram, by numerical inversion
// of Laplace transforms. Relative error of a percentile below 1e-3 (measured: see
// README.md), of most below 1e-6. A percentile that falls on an atom is that constant
// exactly.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "core/queueing/latency_program.h"

namespace headroom::queueing {

inline constexpr std::array<double, 5> kReportedQuantiles = {0.5, 0.9, 0.95, 0.99, 0.999};

// The six figures of a latency, conditional on the outcome; all 0 where mass is 0.
struct LatencySummary {
    double mass = 0.0;
    double mean = 0.0;
    double p50 = 0.0;
    double p90 = 0.0;
    double p95 = 0.0;
    double p99 = 0.0;
    double p999 = 0.0;
};

// Evaluates lazily and keeps what it evaluated, so asking for many nodes of one program
// costs little more than asking for one. The program must outlive it and may grow meanwhile.
// One thread at a time. The answers do not depend on the order of questions.
class LatencyDistributions {
  public:
    explicit LatencyDistributions(const LatencyProgram& program);
    ~LatencyDistributions();
    LatencyDistributions(LatencyDistributions&&) noexcept;
    LatencyDistributions& operator=(LatencyDistributions&&) noexcept;

    // P(T <= t | outcome), in [0, 1]; 0 for t < 0 and where the mass is 0.
    double cdf(LatencyNode node, double t);
    // How long one evaluation of `cdf` takes at most: transforms it is made of, times those they are made of.
    std::size_t effort(LatencyNode node);
    // Smallest t with cdf(node, t) >= p. p in [0, 1), clamped to [0, 1 - 1e-6].
    double quantile(LatencyNode node, double p);
    // Nodes that differ by a constant only are worked out once.
    LatencySummary summary(LatencyNode node);
    // Says which summaries will be asked for, so that what they are made of is evaluated together.
    void prepare(std::span<const LatencyNode> nodes);
    // Where constants on the way let something new begin: the density is smooth between.
    std::vector<double> beginnings(LatencyNode node);

    // Memory that is taken by what has been evaluated, roughly.
    std::size_t bytes() const;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace headroom::queueing
