// M/G/1, first come first served: Pollaczek (1930), Khinchine (1932); Kleinrock
// 1975, chapter 5. Exact for every service distribution.
#pragma once

#include "core/queueing/service_distribution.h"

namespace headroom::queueing {

class Mg1Queue {
  public:
    // Range: arrivalRate 0 .. 1e15 in 1/time. At or above utilization 1 the queue is
    // answered at kMaxUtilization (mm_c.h); ask stable() first.
    Mg1Queue(double arrivalRate, const ServiceDistribution& service);

    bool stable() const { return stable_; }
    double utilization() const { return utilization_; }
    double arrivalRate() const { return arrivalRate_; }  // after the clamp
    double waitProbability() const { return utilization_; }
    double meanWait() const;
    double waitVariance() const;
    double meanResponse() const { return meanWait() + service_.mean(); }
    double responseVariance() const { return waitVariance() + service_.variance(); }
    double meanQueueLength() const { return arrivalRate_ * meanWait(); }
    const ServiceDistribution& service() const { return service_; }

    // E[e^{-sW}] and E[e^{-s(W+S)}], analytic where Re s >= 0; further left there may
    // be poles. Percentiles: a LatencyProgram with WaitDistribution::mg1.
    Complex waitTransform(Complex s) const;
    Complex responseTransform(Complex s) const;

  private:
    bool stable_;
    double arrivalRate_;
    double utilization_;
    ServiceDistribution service_;
};

}  // namespace headroom::queueing
