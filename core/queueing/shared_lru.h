// Hit ratios of one least-recently-used memory that several populations of keys share,
// each with its own popularity, object size and rates (Che, Tung, Wang 2002; with
// invalidations as in Fofack et al. 2012: a key is found if it was last touched within
// the characteristic time and by something that leaves it behind).
#pragma once

#include <span>
#include <vector>

namespace headroom::queueing {

struct CachedPopulation {
    double count = 1.0;          // keys, 1 .. 1e15
    double exponent = 0.0;       // Zipf, 0 .. 20
    double objectBytes = 1.0;    // > 0
    double touches = 0.0;        // reads and refreshing writes, 1/time; they leave the key behind
    double invalidations = 0.0;  // 1/time; they take it away
};

// The hit ratio of each population. Range: memoryBytes >= 0, rates 0 .. 1e15 in any one
// unit. Where nothing is touched at all, as if all populations were read alike.
// Costs the same for 1e12 keys as for 1e5: beyond rank 64 the sum over the keys is an
// integral (Gauss-Legendre over the logarithm of the rank, relative error below 1e-7).
std::vector<double> sharedLruHitRatios(std::span<const CachedPopulation> populations, double memoryBytes);

}  // namespace headroom::queueing
