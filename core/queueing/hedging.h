// Hedged requests: a second copy is sent when the first has not answered after a while,
// and the earlier answer counts (Dean, Barroso 2013). Copies are taken as independent,
// which leaves out what the extra load does to both.
#pragma once

#include <algorithm>

#include "core/queueing/root_finding.h"

namespace headroom::queueing {

// P(T > t) with a copy after `delay`: P(X > t) P(X > t - delay). tail(t) is P(X > t), 1 for
// t < 0. tail(delay) is the extra load.
template <typename Tail>
double hedgedTail(Tail tail, double delay, double t) {
    return tail(t) * (t > delay ? tail(t - delay) : 1.0);
}

// Smallest t with hedgedTail <= 1 - p; unhedged is the quantile of X at p.
template <typename Tail>
double hedgedQuantile(Tail tail, double delay, double p, double unhedged) {
    const auto f = [&](double t) { return (1.0 - p) - hedgedTail(tail, delay, t); };
    if (unhedged <= delay) {
        return unhedged;
    }
    const double low = std::max(0.0, std::min(delay, unhedged));
    return findRoot(f, low, unhedged, f(low), f(unhedged), 1e-14);
}

// Mean with exponential answers: mean (1 - e^{-delay / mean} / 2).
double hedgedExponentialMean(double mean, double delay);

}  // namespace headroom::queueing
