#include "core/queueing/fork_join.h"

#include <algorithm>
#include <cmath>

#include "core/queueing/order_statistics.h"
#include "core/queueing/root_finding.h"

namespace headroom::queueing {

double forkJoinStretch(double branches, double utilization) {
    const double n = std::max(branches, 1.0);
    const double rho = std::clamp(utilization, 0.0, 1.0);
    const double two = (12.0 - rho) / 8.0;
    if (n <= 2.0) {
        return 1.0 + (two - 1.0) * (n - 1.0);
    }
    const double harmonic = kthOfNExponentialMean(n, n) / 1.5;
    return (harmonic + 4.0 / 11.0 * (1.0 - harmonic) * rho) * two;
}

ForkJoinFit forkJoinFit(double branches, double utilization) {
    const double n = std::max(branches, 1.0);
    const double stretch = 1.0 + 0.065 * std::clamp(utilization, 0.0, 1.0) * std::log(n);
    const double slowest = forkJoinStretch(n, utilization) / stretch;
    if (slowest <= 1.0) {
        return {1.0, forkJoinStretch(n, utilization)};
    }
    const auto f = [&](double k) { return kthOfNExponentialMean(k, k) - slowest; };
    return {findRoot(f, 1.0, n, f(1.0), f(n), 1e-13), stretch};
}

}  // namespace headroom::queueing
