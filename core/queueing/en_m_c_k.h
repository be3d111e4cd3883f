// E_n/M/c/K: every n-th of a Poisson stream arrives (round robin over n machines), exponential service, c
// servers and room for K requests in all; one that finds it full is lost. Exact, at any load: the chain of
// stages of the next arrival and requests, which only ever rises by one stage and falls by n, so that the
// balance across each cut is a sum of positive terms (Takacs 1962, chapter 2, for the law that arrivals see).
// For n = 1 it is M/M/c/K.
#pragma once

#include <cstdint>

#include "core/queueing/erlang_tail.h"

namespace headroom::queueing {

class EnMckQueue {
  public:
    // Range: serviceRate of one server 1e-150 .. 1e150, arrivalRate 1e-80 .. 1e80 times that; stages and
    // servers from 1, and capacity from servers, to where stages x (capacity + 1) is mostStates. Values
    // outside are moved to the nearest legal one.
    EnMckQueue(double arrivalRate, std::int64_t stages, double serviceRate, std::int64_t servers,
               std::int64_t capacity);

    static constexpr std::int64_t mostStates = 5000;

    double blocked() const { return blocked_; }        // P(an arrival is lost)
    double waitProbability() const { return waits_; }  // P(wait > 0 | admitted)
    double meanWait() const { return waits_ * (1.0 + meanAhead_) / completionRate_; }  // of the admitted
    // The places before one that waits: a truncated geometric law with the exact mean. Exact for up to one
    // place to wait, and for n = 1.
    TruncatedGeometric ahead() const;
    double completionRate() const { return completionRate_; }

  private:
    double completionRate_;  // c mu
    double places_;          // to wait
    double blocked_ = 0.0;
    double waits_ = 0.0;
    double meanAhead_ = 0.0;
};

}  // namespace headroom::queueing
