#include "core/queueing/circuit_breaker.h"

#include <algorithm>
#include <cmath>

#include "core/queueing/order_statistics.h"

namespace headroom::queueing {

double callsUntilOpen(double failure, double threshold, std::int64_t window) {
    const auto n = static_cast<double>(std::max<std::int64_t>(window, 1));
    constexpr double rounding = 1e-9;
    const double k = std::clamp(std::ceil(threshold * n - rounding), 1.0, n);
    if (!(failure > 0.0)) {
        return HUGE_VAL;
    }
    if (failure >= 1.0) {
        return n;
    }
    const double atOnce = kthOfN(failure, k, n);
    const double below = 1.0 - atOnce;
    if (!(below > 0.0)) {
        return n;
    }
    const double logJust = std::lgamma(n + 1.0) - std::lgamma(k) - std::lgamma(n - k + 2.0) +
                           (k - 1.0) * std::log(failure) + (n - k + 1.0) * std::log1p(-failure);
    const double just = std::min(std::exp(logJust), below);
    const double hazard = just / below * failure * (1.0 - (k - 1.0) / n);
    return hazard > 0.0 ? n + below / hazard : HUGE_VAL;
}

double refusedByBreaker(const BreakerInput& input) {
    const double rate = std::max(input.attemptRate, 0.0);
    const double calls = callsUntilOpen(input.failure, input.threshold, input.window);
    if (!(rate > 0.0) || !std::isfinite(calls)) {
        return 0.0;
    }
    // All in wanted calls: of a probe, those that come while it is open, and while the probe is under way.
    const double refused = rate * (std::max(input.openTime, 0.0) + std::max(input.callTime, 0.0));
    const double good = std::max(1.0 - input.failure, 1e-300);
    // Calls until it opens, and one probe after another until one is good.
    return std::clamp(refused / (refused + 1.0 + calls * good), 0.0, 1.0);
}

}  // namespace headroom::queueing
