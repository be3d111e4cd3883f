#include "core/queueing/circuit_breaker.h"

#include <algorithm>
#include <cmath>

#include "core/queueing/order_statistics.h"

namespace headroom::queueing {

namespace {

/// So many of n independent calls that fail with probability p, 0 < p < 1.
class Failures {
  public:
    Failures(double n, double p) : n_(n), p_(p) {}

    [[nodiscard]] double exactly(double k) const {
        return k < 0.0 || k > n_
                   ? 0.0
                   : std::exp(std::lgamma(n_ + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n_ - k + 1.0) +
                              k * std::log(p_) + (n_ - k) * std::log1p(-p_));
    }
    [[nodiscard]] double atMost(double k) const { return k < 0.0 ? 0.0 : 1.0 - kthOfN(p_, k + 1.0, n_); }
    /// From the probability of k to that of k + 1.
    [[nodiscard]] double step(double k) const { return (n_ - k) / (k + 1.0) * p_ / (1.0 - p_); }

  private:
    double n_;
    double p_;
};

/// The probabilities that no window of m calls with k failures has ended by call m, 2 m and 3 m.
struct Unopened {
    double once = 0.0;
    double twice = 0.0;
    double thrice = 0.0;
};

// Naus 1982; A1 to A4 are his.
Unopened unopened(double m, double k, double p) {
    const Failures all(m, p);
    const Failures less(m - 1.0, p);
    const Failures least(m - 2.0, p);
    const double just = all.exactly(k);
    const double below = all.atMost(k - 1.0);
    const double mean = m * p;
    const double twice =
        below * below - (k - 1.0) * just * all.atMost(k - 2.0) + mean * just * less.atMost(k - 3.0);
    const double a1 = 2.0 * just * below * ((k - 1.0) * all.atMost(k - 2.0) - mean * less.atMost(k - 3.0));
    const double a2 =
        0.5 * just * just *
        ((k - 1.0) * (k - 2.0) * all.atMost(k - 3.0) - 2.0 * (k - 2.0) * mean * less.atMost(k - 4.0) +
         m * (m - 1.0) * p * p * least.atMost(k - 5.0));
    double a3 = 0.0;
    double a4 = 0.0;
    double upper = all.exactly(k + 1.0);  // of 2 k - r
    for (double r = k - 1.0; r >= 1.0 && upper > 1e-20; --r) {
        const double upToR = all.atMost(r - 1.0);
        a3 += upper * upToR * upToR;
        a4 += upper * all.exactly(r) * ((r - 1.0) * all.atMost(r - 2.0) - mean * less.atMost(r - 3.0));
        upper *= all.step(2.0 * k - r);
    }
    return {below, twice, below * below * below - a1 + a2 + a3 - a4};
}

// The sum of a geometric sequence of `count` terms.
double sumOf(double first, double ratio, double count) {
    return ratio < 1.0 ? first * (1.0 - std::pow(ratio, count)) / (1.0 - ratio) : first * count;
}

}  // namespace

double callsUntilOpen(double failure, double threshold, std::int64_t window) {
    constexpr double rounding = 1e-9;
    constexpr double never = 1e-14;  // a chance that rounding hides
    const auto m = static_cast<double>(std::max<std::int64_t>(window, 1));
    const double k = std::clamp(std::ceil(threshold * m - rounding), 1.0, m);
    if (!(failure > 0.0)) {
        return HUGE_VAL;
    }
    if (failure >= 1.0) {
        return m;
    }
    const auto [once, twice, thrice] = unopened(m, k, failure);
    if (!(once > 0.0) || !(twice > 0.0)) {
        return m;
    }
    const double later = 1.0 - std::pow(std::clamp(thrice / twice, 0.0, 1.0), 1.0 / m);
    return later > never ? m + sumOf(once, std::pow(std::min(twice / once, 1.0), 1.0 / m), m) + twice / later
                         : HUGE_VAL;
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
