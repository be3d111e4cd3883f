// The wait in M/D/1, first come first served, exactly and without cancellation.
#pragma once

#include <vector>

namespace headroom::queueing {

// Unit of time: one service time. Distribution function by Franx (2001, Operations
// Research Letters 29), all terms positive; the far tail by its dominant pole.
class Md1Wait {
  public:
    // utilization 0 .. 1, clamped to kMaxUtilization (mm_c.h).
    explicit Md1Wait(double utilization);

    // From here on the tail is an exponential of rate decayRate().
    static constexpr int kExponentialFrom = 24;

    double utilization() const { return utilization_; }  // after the clamp
    double mean() const;                                 // rho / (2 (1 - rho))
    double cdf(double t) const;                          // P(W <= t), absolute error about 1e-14
    double tail(double t) const;                     // P(W > t), relative error 1e-9 where it exceeds 1e-12
    double quantile(double p) const;                 // p in [0, 1), clamped to 1 - 1e-15
    double decayRate() const { return decayRate_; }  // eta: P(W > t) ~ C e^{-eta t}

  private:
    double utilization_;
    double decayRate_;
    std::vector<double> atMostQueued_;  // P(at most j waiting), j = 0, 1, ...
};

}  // namespace headroom::queueing
