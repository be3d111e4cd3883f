// A breaker before calls: it opens when too many of the last ones have failed, lets nothing through for a
// while, and then one call as a probe.
#pragma once

#include <cstdint>

namespace headroom::queueing {

struct BreakerInput {
    double attemptRate = 0.0;  // of calls that are wanted, 1/time, Poisson
    double failure = 0.0;      // of one that is made, independent of the others, 0 .. 1
    double callTime = 0.0;     // mean, until it is known how it ended
    double threshold = 0.5;    // share of the last calls that opens it, 0 .. 1
    std::int64_t window = 10;  // of so many, once that many have ended, 1 .. 1e6
    double openTime = 0.0;     // for which nothing is let through
};

// The first call that ends a row of `window` with so many failures, from an empty window on, as a mean number
// of calls; infinite where that is less likely than rounding can tell. The chances that it has not come after
// two and three windows are exact (Naus 1982), those between and after geometric: within 1.5 % of the exact
// chain.
double callsUntilOpen(double failure, double threshold, std::int64_t window);

// The shares of wanted calls that are refused, by renewal: closed until it opens, then open, waiting for a
// probe and its answer, as often as probes fail.
double refusedByBreaker(const BreakerInput& input);

}  // namespace headroom::queueing
