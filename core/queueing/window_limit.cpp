#include "core/queueing/window_limit.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "core/queueing/erlang.h"

namespace headroom::queueing {

namespace {

constexpr double mostRequests = 1e9;

// P(N = n), N Poisson of that mean; n whole. In the form of Loader (2000): a deviance and
// Stirling's series, so that nothing is lost where n and the mean are large.
double poissonMass(double mean, double n) {
    constexpr double smallest = 16;
    if (n < smallest) {
        double mass = std::exp(-mean);
        for (double i = 1; i <= n; ++i) {
            mass *= mean / i;
        }
        return mass;
    }
    const double beyond = mean - n;
    const double deviance = n * std::log1p(beyond / n) - beyond;
    const double square = n * n;
    const double stirling = (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / n;
    return std::exp(deviance - stirling) / std::sqrt(2 * std::numbers::pi * n);
}

PolicerAnswer rejecting(double share) {
    const double rejected = std::clamp(share, 0.0, 1.0);
    return {.admitted = 1 - rejected, .rejected = rejected};
}

}  // namespace

PolicerAnswer fixedWindowShare(const WindowLimit& window) {
    const double limit = std::floor(std::min(window.limit, mostRequests));
    if (!(window.arrivals > 0)) {
        return {};
    }
    if (!(limit >= 1)) {
        return rejecting(1);
    }
    // P(N <= L) = p(L) / B(L), both of them without cancellation.
    const double mass = poissonMass(window.arrivals, limit);
    const double blocked = erlangB(window.arrivals, static_cast<std::int64_t>(limit));
    if (!(mass > 0) || !(blocked > 0)) {
        return rejecting(window.arrivals > limit ? 1 - limit / window.arrivals : 0);
    }
    const double above = std::max(0.0, 1 - mass / blocked);
    return rejecting(mass + above * (1 - limit / window.arrivals));
}

PolicerAnswer slidingWindowShare(const WindowLimit& window) {
    const double limit = std::floor(std::min(window.limit, mostRequests));
    if (!(window.arrivals > 0)) {
        return {};
    }
    return rejecting(limit >= 1 ? erlangB(window.arrivals, static_cast<std::int64_t>(limit)) : 1);
}

}  // namespace headroom::queueing
