// Balancers that look at queue lengths: least connections over all instances (join the
// shortest queue), or over d drawn at random (power of d choices). n like instances of one
// exponential server each, Poisson arrivals, first come first served. Times in service
// times, utilization 0 .. 1, clamped to kMaxUtilization (mm_c.h).
#pragma once

#include <vector>

#include "core/queueing/exponential_wait.h"

namespace headroom::queueing {

// Mean wait with join the shortest queue: that of M/M/n and Erlang C times a factor that
// was measured by coupled simulation (join_shortest_queue.cpp). Mean response within 1 %
// of simulation for n = 2 .. 100; the factor of 100 beyond. n >= 1, fractions interpolated.
double shortestQueueWait(double instances, double utilization);

// The wait as an atom and an exponential whose rate is the true decay, 1 - rho^n; response
// percentiles within 4 % of simulation for n = 4 and 10.
ExponentialWait shortestQueue(double instances, double utilization);

// Two instances exactly, from the chain of the shorter queue and the difference: 1 ms.
class ShortestOfTwo {
  public:
    explicit ShortestOfTwo(double utilization);

    double meanResponse() const;
    double responseTail(double t) const;
    double responseQuantile(double p) const;  // p in [0, 1), clamped to 1 - 1e-12

  private:
    std::vector<double> found_;  // P(the shorter queue holds m), m = 0, 1, ...
    double decay_;               // ratio of the terms beyond
};

// Power of d choices with infinitely many instances (Vvedenskaya, Dobrushin, Karpelevich
// 1996; Mitzenmacher 1996): the share of instances with at least k requests is
// rho^{(d^k - 1) / (d - 1)}. Exact in that limit. d >= 1, fractions allowed; d = 1 is random.
class PowerOfChoices {
  public:
    PowerOfChoices(double utilization, double choices);

    double shareWithAtLeast(int k) const;
    double meanResponse() const;
    double responseTail(double t) const;
    double responseQuantile(double p) const;  // p in [0, 1), clamped to 1 - 1e-12

  private:
    double utilization_;
    double choices_;
    std::vector<double> found_;  // P(an arrival finds at least k at the best of its choices)
};

// Mean response with n instances: the limit, and what n = d (the shortest queue of all)
// has more than it, fading as (d / n)^1.3. Within 2.5 % of simulated n = 100 up to
// utilization 0.95, 5 % at 0.99.
double powerOfChoicesResponse(double instances, double utilization, double choices);

}  // namespace headroom::queueing
