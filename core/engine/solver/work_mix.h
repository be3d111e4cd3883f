#pragma once

#include <vector>

#include "core/queueing/service_distribution.h"

namespace headroom::engine::solver {

/// The services that one machine gives to jobs of different classes, as one distribution.
class WorkMix {
  public:
    /// Jobs per second of that service; none at a rate of 0.
    void add(const queueing::ServiceDistribution& service, double rate);

    /// The same work at `share` times the rate.
    [[nodiscard]] WorkMix thinned(double share) const;

    [[nodiscard]] double rate() const { return rate_; }
    [[nodiscard]] double mean() const;  ///< 0 where there are no jobs
    [[nodiscard]] double scv() const;
    [[nodiscard]] double thirdMoment() const;
    [[nodiscard]] bool isExponential() const;
    [[nodiscard]] bool isDeterministic() const;
    /// Up to two classes of one family exactly (the second is the first, stretched); more, or with slow
    /// services among them, by mean and variance.
    [[nodiscard]] queueing::ServiceDistribution distribution() const;
    [[nodiscard]] bool isExact() const;

  private:
    struct Part {
        queueing::ServiceDistribution service;
        double rate;
    };

    std::vector<Part> parts_;
    double rate_ = 0;
};

}  // namespace headroom::engine::solver
