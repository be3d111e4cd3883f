#include "core/queueing/bucket_delay.h"

#include <algorithm>
#include <cmath>

namespace headroom::queueing {

namespace {

// A delay between two ends, as so many short completions: more of them, and the transform cannot be inverted.
// They blur the upper end, which is taken a little below.
constexpr double steps = 64;
constexpr double blurred = 0.9;

double ratioWithMean(double mean) {
    double low = -1;
    double high = 1;
    for (int i = 0; i < 60; ++i) {
        const double middle = 0.5 * (low + high);
        const TruncatedGeometric tried{std::exp(middle), steps};
        (tried.meanPosition() > mean ? high : low) = middle;
    }
    return std::exp(0.5 * (low + high));
}

}  // namespace

HeldBack heldByShaper(const TokenBucket& shaper) {
    if (!(shaper.arrivalRate > 0)) {
        return {};
    }
    const TokenShaper delay(shaper);
    return {.probability = 1 - delay.undelayed(), .mean = delay.meanDelay()};
}

HeldBack heldByLeakyBucket(const TokenBucket& leaky) {
    if (!(leaky.arrivalRate > 0) || !(leaky.bucket > 1)) {
        return {};
    }
    return {.probability = 1 - leakyBucketDelayCdf(leaky, 0), .mean = leakyBucketMeanDelay(leaky)};
}

WaitDistribution holdingTime(const TokenBucket& bucket, const HeldBack& held, bool shaper) {
    constexpr double hardlyEver = 1e-12;
    if (!(held.probability > hardlyEver) || !(held.mean > 0)) {
        return WaitDistribution::none();
    }
    if (shaper && bucket.bucket == 1) {
        return WaitDistribution::mg1(bucket.arrivalRate,
                                     ServiceDistribution::deterministic(1 / bucket.tokenRate));
    }
    if (shaper) {
        return WaitDistribution::exponential(
            {.probability = held.probability, .rate = held.probability / held.mean});
    }
    const double longest = blurred * (bucket.bucket - 1) / bucket.tokenRate;
    const double position =
        std::clamp(held.mean / held.probability / longest * steps - 1, 1e-3, steps - 1 - 1e-3);
    // The mean stays exact where that end is too low for it.
    return WaitDistribution::bounded(held.probability, {ratioWithMean(position), steps},
                                     (position + 1) * held.probability / held.mean);
}

}  // namespace headroom::queueing
