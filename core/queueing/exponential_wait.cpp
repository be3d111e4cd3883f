#include "core/queueing/exponential_wait.h"

#include <algorithm>
#include <cmath>

#include "core/queueing/root_finding.h"

namespace headroom::queueing {

namespace {

constexpr double kLargestProbability = 1.0 - 1e-15;

// Integral of e^{-a u - b (t - u)} over u in [0, t]: (e^{-at} - e^{-bt}) / (b - a).
double overlap(double a, double b, double t) {
    const double gap = std::abs(b - a);
    const double slower = std::exp(-std::min(a, b) * t);
    return gap * t < 1e-300 ? slower * t : slower * -std::expm1(-gap * t) / gap;
}

}  // namespace

double ExponentialWait::tail(double t) const {
    return t < 0.0 ? 1.0 : probability * std::exp(-rate * t);
}

double ExponentialWait::quantile(double p) const {
    const double above = 1.0 - std::clamp(p, 0.0, kLargestProbability);
    return above >= probability ? 0.0 : std::log(probability / above) / rate;
}

double ExponentialWait::responseTail(double serviceRate, double t) const {
    if (t <= 0.0) {
        return 1.0;
    }
    return std::exp(-serviceRate * t) + probability * serviceRate * overlap(serviceRate, rate, t);
}

double ExponentialWait::responseQuantile(double serviceRate, double p) const {
    const double above = 1.0 - std::clamp(p, 0.0, kLargestProbability);
    // T >= S and T >= W bound it from below; halving the excess between both from above.
    const double low = std::max(-std::log(above) / serviceRate, quantile(p));
    const double high = quantile(1.0 - above / 2.0) - std::log(above / 2.0) / serviceRate;
    if (high <= low) {
        return low;
    }
    const auto f = [&](double t) { return std::log(above / responseTail(serviceRate, t)); };
    return findRoot(f, low, high, f(low), f(high), 1e-13);
}

}  // namespace headroom::queueing
