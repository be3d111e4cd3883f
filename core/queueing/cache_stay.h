// How long a key stays in a cache, and so how likely it is there: what evicts it, what
// takes it away and its age, together.
#pragma once

#include <limits>

namespace headroom::queueing {

constexpr double kForever = std::numeric_limits<double>::infinity();

// What ends the stay of one key, in any one unit of time.
struct StayLimits {
    double gap = kForever;       // of that length since its last use
    double deadline = kForever;  // that long after it came in
    double deathRate = 0.0;      // at random
};

// Mean stay of a key that is used at `uses` (Poisson, > 0): infinite if nothing ends it.
// Exact with a gap or a deadline alone and with a deadline below the gap; with both, the
// loss by gaps after the first of that length is taken as exponential with the exact mean.
double meanStay(double uses, const StayLimits& limits);

// Share of the time that a key is there: m s / (1 + m (f + s)) if one that is away is
// fetched at the rate m, 0 for none, which takes f on average, and stays for s.
double presence(double comesBackRate, double stay, double fetch = 0.0);
// Share of the time that it is being fetched.
double underway(double comesBackRate, double stay, double fetch);

}  // namespace headroom::queueing
