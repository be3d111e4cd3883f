#include "core/queueing/availability.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/queueing/decay_sum.h"
#include "core/queueing/order_statistics.h"
#include "core/queueing/zipf_ranks.h"

namespace headroom::queueing {

double steadyAvailability(double mtbf, double mttr) {
    if (!std::isfinite(mtbf)) {
        return 1.0;
    }
    return mtbf > 0.0 ? mtbf / (mtbf + std::max(mttr, 0.0)) : 0.0;
}

double kOfNUnavailability(double availability, double needed, double machines) {
    return kthOfN(1.0 - availability, machines - needed + 1.0, machines);
}

double downtimeMinutesPerYear(double unavailability) {
    return unavailability * 365.25 * 24.0 * 60.0;
}

double nines(double unavailability) {
    return unavailability > 0.0 ? -std::log10(unavailability) : std::numeric_limits<double>::infinity();
}

double domainAvailability(std::span<const FailureDomain> domains, std::int64_t needed) {
    if (needed <= 0) {
        return 1.0;
    }
    // P(exactly i are up so far), i < needed; what reaches needed is added up in `enough`.
    const auto states = static_cast<std::size_t>(needed);
    std::vector<double> up(states, 0.0);
    std::vector<double> next(states, 0.0);
    up[0] = 1.0;
    double enough = 0.0;
    for (const FailureDomain& domain : domains) {
        const double n = static_cast<double>(domain.machines);
        std::fill(next.begin(), next.end(), 0.0);
        for (std::size_t have = 0; have < states; ++have) {
            if (up[have] == 0.0) {
                continue;
            }
            const double missing = static_cast<double>(states - have);
            enough += up[have] * domain.availability * kthOfN(domain.machineAvailability, missing, n);
            next[have] += up[have] * (1.0 - domain.availability);
            double atLeast = 1.0;
            for (std::size_t more = 0; more < states - have && static_cast<double>(more) <= n; ++more) {
                const double atLeastNext =
                    kthOfN(domain.machineAvailability, static_cast<double>(more + 1), n);
                next[have + more] += up[have] * domain.availability * (atLeast - atLeastNext);
                atLeast = atLeastNext;
            }
        }
        up.swap(next);
    }
    return std::min(1.0, enough);
}

bool quorumsOverlap(double n, double r, double w) {
    return r + w > n;
}

double quorumMissProbability(double n, double r, double w) {
    if (quorumsOverlap(n, r, w)) {
        return 0.0;
    }
    double miss = 1.0;
    for (double i = 0.0; i < r; i += 1.0) {
        miss *= (n - w - i) / (n - i);
    }
    return miss;
}

double staleReadProbability(double writeRate, double lag) {
    return -std::expm1(-std::max(writeRate, 0.0) * std::max(lag, 0.0));
}

double meanStaleReads(double keys, double exponent, double writeRate, double lag) {
    const std::vector<ZipfRank> ranks = zipfRanks(keys, exponent);
    const double total = totalWeight(ranks);
    DecaySum stale;
    stale.reserve(ranks.size());
    for (const ZipfRank& rank : ranks) {
        const double share = rank.weight / total;
        stale.add(std::max(writeRate, 0.0) * share, rank.keys * share);
    }
    return std::clamp(stale.at(std::max(lag, 0.0)), 0.0, 1.0);
}

}  // namespace headroom::queueing
