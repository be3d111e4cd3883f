#include "core/queueing/token_bucket.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/queueing/md1_measure.h"

namespace headroom::queueing {

namespace {

// Below this load the small share of rejects comes from the tail of the M/D/1 workload.
constexpr double kNormalizable = 1.0 - 1e-6;

double loadOf(const TokenBucket& bucket) {
    return std::max(bucket.arrivalRate, 0.0) / std::max(bucket.tokenRate, 1e-300);
}

}  // namespace

PolicerAnswer policerShare(const TokenBucket& policer) {
    if (!(policer.bucket >= 1.0) || !(policer.tokenRate > 0.0)) {
        return {0.0, 1.0};
    }
    const double rho = loadOf(policer);
    const double room = policer.bucket - 1.0;
    if (rho < kNormalizable) {
        const double tail = Md1Wait(rho).tail(room);
        const double rejected = (1.0 - rho) * tail / (1.0 - rho * tail);
        return {1.0 - rejected, rejected};
    }
    const double admitted = 1.0 / (rho + 1.0 / Md1Measure(rho).at(room));
    return {admitted, 1.0 - admitted};
}

PolicerAnswer tickingPolicerShare(const TokenBucket& policer) {
    if (!(policer.bucket >= 1.0) || !(policer.tokenRate > 0.0)) {
        return {0.0, 1.0};
    }
    const double rho = loadOf(policer);
    const double tokens = std::floor(policer.bucket);
    if (rho < kNormalizable) {
        // 1 / G = (1 - rho) / (1 - tail)
        const double tail = Md1Wait(rho).tail(tokens);
        const double rejected = rho > 0.0 ? (1.0 - rho) / rho * tail / (1.0 - tail) : 0.0;
        return {1.0 - rejected, rejected};
    }
    const double admitted = (1.0 - 1.0 / Md1Measure(rho).at(tokens)) / rho;
    return {admitted, 1.0 - admitted};
}

double longestBurst(double tokenRate, double bucket, double peakRate) {
    return peakRate > tokenRate ? std::max(bucket, 0.0) / (peakRate - tokenRate)
                                : std::numeric_limits<double>::infinity();
}

TokenShaper::TokenShaper(const TokenBucket& shaper)
    : tokenRate_(std::max(shaper.tokenRate, 1e-300)),
      ahead_(std::max(shaper.bucket - 1.0, 0.0)),
      wait_(loadOf(shaper)) {}

double TokenShaper::undelayed() const {
    return wait_.cdf(ahead_);
}

double TokenShaper::delayTail(double t) const {
    return t < 0.0 ? 1.0 : wait_.tail(ahead_ + t * tokenRate_);
}

double TokenShaper::delayQuantile(double p) const {
    return std::max(wait_.quantile(p) - ahead_, 0.0) / tokenRate_;
}

double TokenShaper::meanDelay() const {
    const double rho = wait_.utilization();
    if (!(rho > 0.0)) {
        return 0.0;
    }
    // The workload's balance G' = rho (G(x) - G(x - 1)), integrated over one service
    // time, says that the tail has the mean P(V > x + 1) / rho over x .. x + 1.
    double sum = 0.0;
    double x = ahead_ + 1.0;
    for (; x < Md1Wait::kExponentialFrom; x += 1.0) {
        sum += wait_.tail(x);
    }
    sum += wait_.tail(x) / -std::expm1(-wait_.decayRate());
    return sum / rho / tokenRate_;
}

double leakyBucketDelayCdf(const TokenBucket& leaky, double t) {
    const double room = leaky.bucket - 1.0;
    if (!(t >= 0.0) || !(room >= 0.0)) {
        return 0.0;
    }
    const double x = t * leaky.tokenRate;
    if (x >= room) {
        return 1.0;
    }
    return std::min(1.0, Md1Measure(loadOf(leaky)).ratio(x, room));
}

double leakyBucketMeanDelay(const TokenBucket& leaky) {
    const double room = leaky.bucket - 1.0;
    if (!(room > 0.0) || !(leaky.tokenRate > 0.0)) {
        return 0.0;
    }
    return std::max(0.0, room - Md1Measure(loadOf(leaky)).meanRatio(room)) / leaky.tokenRate;
}

}  // namespace headroom::queueing
