// Token buckets and leaky buckets fed by Poisson arrivals of one token each. A bucket of
// `bucket` tokens refills at `tokenRate`; rates in 1/time, bucket in tokens.
#pragma once

#include "core/queueing/md1.h"

namespace headroom::queueing {

struct TokenBucket {
    double arrivalRate = 0.0;  // 0 .. 1e15
    double tokenRate = 1.0;    // 0 .. 1e15
    double bucket = 1.0;       // 0 .. 1e15; below 1 nothing ever passes
};

// A policer rejects what finds less than one token.
struct PolicerAnswer {
    double admitted = 1.0;  // share of the arrivals, 0 .. 1
    double rejected = 0.0;  // 1 - admitted, without cancellation where it is small
};

// Continuous refill. The tokens missing are the workload of M/D/1 that admits an arrival
// if at most bucket - 1 are missing: admitted = 1 / (rho + 1 / G(bucket - 1)) with the
// measure of md1_measure.h. Exact, at any load. A leaky bucket that holds `bucket`
// requests and leaks at tokenRate (M/D/1/K, K = bucket) admits the same share.
PolicerAnswer policerShare(const TokenBucket& policer);

// One whole token at every tick of 1 / tokenRate; the bucket is rounded down. Exact:
// admitted = (1 - 1 / G(bucket)) / rho.
PolicerAnswer tickingPolicerShare(const TokenBucket& policer);

// What passes of a burst that comes at peakRate into a full bucket, as a fluid: it is
// cut after bucket / (peakRate - tokenRate). Infinite where peakRate <= tokenRate.
double longestBurst(double tokenRate, double bucket, double peakRate);

// A shaper makes what finds no token wait for one, in order. The delay is the workload
// of M/D/1 less bucket - 1, where that is positive. Exact; at or above utilization 1
// answered at kMaxUtilization (mm_c.h). A leaky bucket without limit is one of bucket 1.
class TokenShaper {
  public:
    explicit TokenShaper(const TokenBucket& shaper);

    double undelayed() const;              // share of the arrivals that pass at once
    double meanDelay() const;              // of all arrivals
    double delayTail(double t) const;      // P(delay > t)
    double delayQuantile(double p) const;  // p in [0, 1)

  private:
    double tokenRate_;
    double ahead_;  // bucket - 1
    Md1Wait wait_;
};

// The delay of those that a leaky bucket of bounded room admits: P(delay <= t) =
// G(t * tokenRate) / G(bucket - 1), at most (bucket - 1) / tokenRate.
double leakyBucketDelayCdf(const TokenBucket& leaky, double t);
double leakyBucketMeanDelay(const TokenBucket& leaky);

}  // namespace headroom::queueing
