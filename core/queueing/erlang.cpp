#include "core/queueing/erlang.h"

#include <algorithm>

namespace headroom::queueing {

double erlangB(double offeredLoad, std::int64_t servers) {
    if (servers <= 0) {
        return 1.0;
    }
    if (!(offeredLoad > 0.0)) {
        return 0.0;
    }
    // 1/B = sum_k c (c-1) ... (c-k+1) / a^k: positive terms only, so nothing
    // cancels. They rise while c - k > a and then fall like a Gaussian, so the
    // sum ends after a few times sqrt(c) terms, or outgrows every double.
    double term = 1.0;
    double sum = 1.0;
    for (std::int64_t left = servers; left > 0; --left) {
        const double ratio = static_cast<double>(left) / offeredLoad;
        term *= ratio;
        sum += term;
        if (sum > 1e300) {
            return 0.0;
        }
        if (ratio < 1.0 && term < 1e-17 * sum * (1.0 - ratio)) {
            break;
        }
    }
    return 1.0 / sum;
}

double erlangC(double offeredLoad, std::int64_t servers) {
    const double c = static_cast<double>(servers);
    if (servers <= 0 || offeredLoad >= c) {
        return 1.0;
    }
    const double blocked = erlangB(offeredLoad, servers);
    const double utilization = std::max(0.0, offeredLoad) / c;
    return std::min(1.0, blocked / (1.0 - utilization * (1.0 - blocked)));
}

std::int64_t serversForBlocking(double offeredLoad, double maxBlocking) {
    const double target = std::clamp(maxBlocking, 1e-12, 1.0);
    std::int64_t enough = 1;
    while (erlangB(offeredLoad, enough) > target && enough < (std::int64_t{1} << 40)) {
        enough *= 2;
    }
    std::int64_t tooFew = -1;
    while (enough - tooFew > 1) {
        const std::int64_t middle = tooFew + (enough - tooFew) / 2;
        (erlangB(offeredLoad, middle) <= target ? enough : tooFew) = middle;
    }
    return enough;
}

}  // namespace headroom::queueing
