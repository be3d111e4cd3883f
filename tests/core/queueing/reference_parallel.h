// Reference families of parallel branches.
#pragma once

#include <cmath>

#include "core/queueing/fork_join.h"
#include "core/queueing/hedging.h"
#include "core/queueing/order_statistics.h"
#include "tests/core/queueing/reference_support.h"

namespace headroom::queueing {

inline Answers forkJoin(const Json& in) {
    const double mu = number(in, "service_rate");
    const double n = number(in, "branches");
    const double rho = number(in, "arrival_rate") / mu;
    const double one = 1.0 / (mu * (1.0 - rho));
    const double stretch = forkJoinStretch(n, rho);
    const double harmonic = kthOfNExponentialMean(n, n);
    Answers out = {{"W", stretch * one},
                   {"ratio_to_single", stretch},
                   {"W_nelson_tantawi", stretch * one},
                   {"W_upper_independent", harmonic * one},
                   {"W_lower_service_only", harmonic / mu},
                   {"true_W", stretch * one}};
    const ForkJoinFit fit = forkJoinFit(n, rho);
    for (const auto& [key, p] : kQuantiles) {
        out["true_T_" + key] = -std::log1p(-std::pow(p, 1.0 / fit.branches)) * one * fit.stretch;
    }
    return out;
}

inline Answers slowestAndFastest(const Json& in) {
    const double n = number(in, "n");
    const double mean = number(in, "mean");
    Answers out = {{"mean_max", mean * kthOfNExponentialMean(n, n)}};
    for (const auto& [key, p] : kQuantiles) {
        out["max_" + key] = -mean * std::log1p(-kthOfNLeaf(p, n, n));
        out["min_" + key] = -mean * std::log1p(-kthOfNLeaf(p, 1.0, n));
    }
    return out;
}

inline Answers quorumLatency(const Json& in) {
    const double n = number(in, "n");
    const double k = number(in, "k");
    const double mean = number(in, "mean");
    Answers out = {{"mean", mean * kthOfNExponentialMean(k, n)}};
    for (const auto& [key, p] : kQuantiles) {
        out[key] = -mean * std::log1p(-kthOfNLeaf(p, k, n));
    }
    return out;
}

inline Answers tailAtScale(const Json& in) {
    const double n = number(in, "fanout");
    return {{"p_any_slow", anySlow(number(in, "p_slow"), n)},
            {"leaf_percentile_needed_for_p99", kthOfNLeaf(0.99, n, n)}};
}

inline Answers hedged(const Json& in) {
    const double mean = number(in, "service_mean");
    const double delay = number(in, "hedge_delay");
    const auto tail = [mean](double t) { return std::exp(-t / mean); };
    Answers out = {{"extra_load", tail(delay)}, {"mean", hedgedExponentialMean(mean, delay)}};
    for (const auto& [key, p] : kQuantiles) {
        out["T_" + key] = hedgedQuantile(tail, delay, p, -mean * std::log1p(-p));
    }
    return out;
}

inline Families parallelFamilies() {
    return {{"fork-join n M/M/1", {forkJoin, 8}},
            {"max/min of n exponentials", {slowestAndFastest, 4}},
            {"quorum latency (k-th of n exponentials)", {quorumLatency, 2}},
            {"Tail at Scale", {tailAtScale, 4}},
            {"hedged request", {hedged, 2}}};
}

}  // namespace headroom::queueing
