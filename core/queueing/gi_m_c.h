// GI/M/c: independent interarrival times of any distribution, exponential service,
// c servers, first come first served. Exact: the wait is an atom at 0 and an
// exponential (Takacs 1962; Kleinrock 1975, chapter 6).
#pragma once

#include <cstdint>

#include "core/queueing/exponential_wait.h"
#include "core/queueing/service_distribution.h"

namespace headroom::queueing {

// Times between arrivals that are independent and alike. Of the stream `between`, each
// arrival is kept with probability `kept`, and of those that are, every `every`-th comes.
struct RenewalStream {
    ServiceDistribution between;  // mean > 0
    double kept = 1.0;            // (0, 1]
    std::int64_t every = 1;       // >= 1

    double mean() const;
    double scv() const;
    // 1 - E[e^{-sA}] without cancellation, s >= 0.
    double transformComplement(double s) const;

    friend bool operator==(const RenewalStream&, const RenewalStream&) = default;
};

class GiMcQueue {
  public:
    GiMcQueue(const RenewalStream& arrivals, double serviceRate, std::int64_t servers);
    // The interarrival time is a ServiceDistribution with a mean > 0. Round robin over
    // n instances gives each ServiceDistribution::erlang(n / rate, n); deterministic
    // arrivals are allowed. Range: serviceRate > 0 of one server, servers 1 .. 1e9. At
    // or above utilization 1 the queue is answered at kMaxUtilization (mm_c.h).
    GiMcQueue(const ServiceDistribution& interarrival, double serviceRate, std::int64_t servers);

    bool stable() const { return stable_; }
    double utilization() const { return utilization_; }
    // sigma in (0, 1): sigma = A*(c mu (1 - sigma)); the geometric ratio of the states
    // that an arrival finds.
    double sigma() const { return 1.0 - gap_; }
    double waitProbability() const { return wait_.probability; }
    double meanWait() const { return wait_.mean(); }
    double meanResponse() const { return wait_.mean() + 1.0 / serviceRate_; }
    double meanQueueLength() const { return arrivalRate_ * wait_.mean(); }
    double waitQuantile(double p) const { return wait_.quantile(p); }
    double responseTail(double t) const { return wait_.responseTail(serviceRate_, t); }
    double responseQuantile(double p) const { return wait_.responseQuantile(serviceRate_, p); }
    const ExponentialWait& wait() const { return wait_; }

  private:
    double findGap(const RenewalStream& interarrival) const;
    double findWaitProbability(const RenewalStream& interarrival) const;

    bool stable_;
    double arrivalRate_;
    double serviceRate_;
    double utilization_;
    std::int64_t servers_;
    double gap_;  // 1 - sigma
    ExponentialWait wait_;
};

}  // namespace headroom::queueing
