// M/D/c: Poisson arrivals, constant service, c servers, first come first served (Crommelin
// 1932), without roots: the wait is that of E_c/D/1, by Spitzer's sums of positive terms.
#pragma once

#include <cstdint>
#include <vector>

namespace headroom::queueing {

// Unit of time: one service time. Relative error 1e-8 up to utilization 0.95.
class MdcWait {
  public:
    // servers 1 .. 300, utilization 0 .. 0.99; values outside are moved to the nearest.
    MdcWait(double utilization, std::int64_t servers);

    double waitProbability() const { return waits_; }
    double mean() const { return mean_; }
    double tail(double t) const;      // P(W > t), by Franx (2001); its last decay beyond
    double quantile(double p) const;  // p in [0, 1), clamped to 1 - 1e-12

  private:
    double load_;
    double servers_;
    double waits_ = 0.0;
    double mean_ = 0.0;
    double decay_ = 0.0;
    double exactUntil_ = 0.0;
    std::vector<double> atMost_;  // P(at most j waiting)
};

}  // namespace headroom::queueing
