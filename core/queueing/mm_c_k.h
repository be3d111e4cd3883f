// M/M/c/K: Poisson arrivals, exponential service, c servers and room for K requests in
// all; one that finds it full is lost (birth-death; Kleinrock 1975, section 3.6). Exact,
// at any load. Percentiles are those of the admitted.
#pragma once

#include <cstdint>

#include "core/queueing/erlang_tail.h"
#include "core/queueing/wait_distribution.h"

namespace headroom::queueing {

class MmckQueue {
  public:
    // Range: arrivalRate 0 .. 1e15, serviceRate > 0 of one server; servers 1 .. 1e9;
    // capacity (in service and waiting) from servers to 1e15. Values outside are moved
    // to the nearest legal one. Without arrivals, what a rare one would find.
    MmckQueue(double arrivalRate, double serviceRate, std::int64_t servers, std::int64_t capacity);

    double blocked() const { return blocked_; }        // P(an arrival is lost)
    double waitProbability() const { return waits_; }  // P(wait > 0 | admitted)
    double throughput() const;                         // 1/time
    double utilization() const;                        // 0 .. 1
    double meanWait() const;                           // of the admitted
    double waitVariance() const;                       // of the admitted
    double meanResponse() const { return meanWait() + 1.0 / serviceRate_; }
    double meanQueueLength() const { return throughput() * meanWait(); }
    double meanInSystem() const { return throughput() * meanResponse(); }
    double waitTail(double t) const;      // P(W > t | admitted)
    double responseTail(double t) const;  // P(T > t | admitted)
    // p in [0, 1), clamped to 1 - 1e-15; relative error 1e-12.
    double waitQuantile(double p) const;
    double responseQuantile(double p) const;
    // The places before one that waits, seen on admission; a wait is one more completion
    // (rate completionRate()) than that.
    const TruncatedGeometric& ahead() const { return ahead_; }
    double completionRate() const { return completionRate_; }
    // The wait of the admitted, for a LatencyProgram.
    WaitDistribution wait() const { return WaitDistribution::bounded(waits_, ahead_, completionRate_); }

  private:
    double arrivalRate_;
    double serviceRate_;
    double servers_;
    double completionRate_;  // c mu
    TruncatedGeometric ahead_;
    bool canWait_;
    double blocked_;
    double admitted_;  // 1 - blocked, kept apart for where either is small
    double waits_;
};

}  // namespace headroom::queueing
