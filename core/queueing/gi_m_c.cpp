#include "core/queueing/gi_m_c.h"

#include <algorithm>
#include <cmath>

#include "core/queueing/mm_c.h"
#include "core/queueing/root_finding.h"

namespace headroom::queueing {

namespace {

// The same shape with another mean.
ServiceDistribution withMean(const ServiceDistribution& d, double mean) {
    const double base = d.baseMean() * mean / d.mean();
    const auto made = [&] {
        switch (d.shape()) {
            case ServiceShape::Lognormal:
                return ServiceDistribution::lognormal(base, d.baseScv());
            case ServiceShape::Hyperexponential:
                return ServiceDistribution::hyperexponential(base, d.baseScv());
            default:
                return ServiceDistribution::gamma(base, d.baseScv());
        }
    };
    return made().withSlowShare(d.slowShare(), d.slowFactor());
}

}  // namespace

// Of a geometric number of gaps, then of a fixed one.
double RenewalStream::mean() const {
    return between.mean() / kept * static_cast<double>(every);
}

double RenewalStream::scv() const {
    return (kept * between.scv() + 1.0 - kept) / static_cast<double>(every);
}

double RenewalStream::transformComplement(double s) const {
    double complement = between.transformComplement(s);
    if (kept < 1.0) {  // 1 - p A / (1 - (1 - p) A)
        complement /= kept + (1.0 - kept) * complement;
    }
    return every > 1 ? -std::expm1(static_cast<double>(every) * std::log1p(-complement)) : complement;
}

GiMcQueue::GiMcQueue(const ServiceDistribution& interarrival, double serviceRate, std::int64_t servers)
    : GiMcQueue(RenewalStream{interarrival}, serviceRate, servers) {}

GiMcQueue::GiMcQueue(const RenewalStream& interarrival, double serviceRate, std::int64_t servers)
    : serviceRate_(std::max(serviceRate, 1e-300)), servers_(std::max<std::int64_t>(servers, 1)) {
    const double c = static_cast<double>(servers_);
    const double shortest = 1.0 / (c * serviceRate_ * kMaxUtilization);
    stable_ = interarrival.mean() * c * serviceRate_ > 1.0;
    RenewalStream used = interarrival;
    if (!(interarrival.mean() > shortest)) {
        const bool none = !(interarrival.mean() > 0.0);
        used = {none ? ServiceDistribution::exponential(shortest)
                     : withMean(interarrival.between,
                                interarrival.between.mean() * shortest / interarrival.mean()),
                none ? 1.0 : interarrival.kept, none ? 1 : interarrival.every};
    }
    arrivalRate_ = 1.0 / used.mean();
    utilization_ = arrivalRate_ / (c * serviceRate_);
    gap_ = findGap(used);
    wait_ = {.probability = findWaitProbability(used), .rate = c * serviceRate_ * gap_};
}

double GiMcQueue::findGap(const RenewalStream& interarrival) const {
    // With x = 1 - sigma: (1 - A*(c mu x)) / x falls from 1/rho at 0 to below 1 at 1.
    const double total = static_cast<double>(servers_) * serviceRate_;
    const auto f = [&](double x) { return 1.0 - interarrival.transformComplement(total * x) / x; };
    const double low = 1e-13;
    return findRoot(f, low, 1.0, f(low), f(1.0), 1e-15);
}

double GiMcQueue::findWaitProbability(const RenewalStream& interarrival) const {
    if (servers_ == 1) {
        return 1.0 - gap_;
    }
    // Takacs: P(W > 0) = 1 / (1 + (1 - sigma) sum_j C(c,j) / (C_j (1 - phi_j)) *
    // (c (1 - phi_j) - j) / (c (1 - sigma) - j)), phi_j = A*(j mu), C_j = prod phi_i / (1 - phi_i).
    // Numerator and denominator of the last factor change sign together, so all terms
    // are positive; where both vanish the factor is taken a little to either side.
    const double c = static_cast<double>(servers_);
    const double turning = c * gap_;
    const auto factor = [&](double j) {
        return (c * interarrival.transformComplement(j * serviceRate_) - j) / (turning - j);
    };
    double product = 1.0;  // C(c, j) / C_j
    double sum = 0.0;
    for (double j = 1.0; j <= c; j += 1.0) {
        const double missing = interarrival.transformComplement(j * serviceRate_);  // 1 - phi_j
        const double ratio = (c - j + 1.0) / j * missing / (1.0 - missing);
        product *= ratio;
        const double aside = 1e-4 * j;
        const double last =
            std::abs(turning - j) > 1e-5 * j ? factor(j) : 0.5 * (factor(j - aside) + factor(j + aside));
        const double term = product / missing * last;
        sum += term;
        if (!(sum < 1e300)) {
            return 0.0;
        }
        if (ratio < 1.0 && term < 1e-17 * sum * (1.0 - ratio)) {
            break;
        }
    }
    return 1.0 / (1.0 + gap_ * sum);
}

}  // namespace headroom::queueing
