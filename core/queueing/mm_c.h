// M/M/c: Poisson arrivals, exponential service, c servers, one line, first come
// first served (Erlang 1917; Kleinrock 1975, section 3.5). Exact.
#pragma once

#include <cstdint>

#include "core/queueing/exponential_wait.h"

namespace headroom::queueing {

// The largest utilization that a steady state is computed for. A queue at or above
// it is answered as if it ran at this utilization, so that every number stays
// finite; ask stable() first where the difference matters.
inline constexpr double kMaxUtilization = 1.0 - 1e-9;

class MmcQueue {
  public:
    // Range: arrivalRate >= 0, serviceRate > 0 (of one server), both in 1/time and
    // up to 1e15; servers 1 .. 1e9. Values outside are moved to the nearest legal one.
    MmcQueue(double arrivalRate, double serviceRate, std::int64_t servers);

    bool stable() const { return stable_; }                       // offered load < servers
    double offeredLoad() const { return load_; }                  // in erlangs, after the clamp
    double utilization() const;                                   // 0 .. kMaxUtilization
    double waitProbability() const { return wait_.probability; }  // Erlang C
    double meanWait() const { return wait_.mean(); }
    double meanResponse() const { return wait_.mean() + 1.0 / serviceRate_; }
    double meanQueueLength() const { return arrivalRate_ * wait_.mean(); }  // waiting only
    double meanInSystem() const { return meanQueueLength() + load_; }
    double waitTail(double t) const { return wait_.tail(t); }  // P(W > t)
    double responseTail(double t) const { return wait_.responseTail(serviceRate_, t); }
    double waitQuantile(double p) const { return wait_.quantile(p); }
    double responseQuantile(double p) const { return wait_.responseQuantile(serviceRate_, p); }
    const ExponentialWait& wait() const { return wait_; }

  private:
    bool stable_;
    double arrivalRate_;
    double serviceRate_;
    std::int64_t servers_;
    double load_;
    ExponentialWait wait_;
};

}  // namespace headroom::queueing
