// A token bucket, or a leaking one, of which some requests leave a part for others.
#pragma once

#include <vector>

namespace headroom::queueing {

struct BucketClass {
    double load = 0;  // arrivals in the time of one token, Poisson
    double room = 0;  // it is let in while at most so many tokens are missing; below 0: never
};

// Share of each class that is let in. The missing tokens are a workload that grows by 1 with whoever is let
// in: levels are crossed upwards as often as downwards, G'(x) = L(x) - L(x - 1) with L(x) the sum over the
// classes of load G(min(x, room)) and G(0) = 1 (Brill 1975), and a class is let in with G(room) / G(largest
// room + 1). In steps, L(x - 1) linear in each, relative error below 1e-4. Beyond 8192 tokens as a fluid,
// which favours strictly.
std::vector<double> favouringPolicer(const std::vector<BucketClass>& classes);

}  // namespace headroom::queueing
