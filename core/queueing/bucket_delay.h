// What is held at a bucket, as a wait that a LatencyProgram can compose.
#pragma once

#include "core/queueing/token_bucket.h"
#include "core/queueing/wait_distribution.h"

namespace headroom::queueing {

// Of those that pass: how many are held, and the mean over all of them.
struct HeldBack {
    double probability = 0;
    double mean = 0;
};

// By token_bucket.h, exactly. A shaper at or above utilization 1 is answered at kMaxUtilization (mm_c.h).
HeldBack heldByShaper(const TokenBucket& shaper);
HeldBack heldByLeakyBucket(const TokenBucket& leaky);

// Their distribution. A shaper without saved tokens exactly, M/D/1; with them an exponential of the exact
// probability and mean. In a bucket that turns away, between 0 and (bucket - 1) / tokenRate with a density
// that grows or falls exponentially, of the exact probability and mean; 99th percentiles within 15 %.
WaitDistribution holdingTime(const TokenBucket& bucket, const HeldBack& held, bool shaper);

}  // namespace headroom::queueing
