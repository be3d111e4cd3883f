#include "core/queueing/cache_stay.h"

#include <cmath>

namespace headroom::queueing {

namespace {

// Until death or the end of that time.
double untilDeath(double deathRate, double time) {
    return deathRate > 0.0 ? -std::expm1(-deathRate * time) / deathRate : time;
}

// Without a deadline: a use finds the key with h = u / (u + d) (1 - e^{-(u + d) g}), and h = u s / (1 + u s).
double endedByGaps(double uses, const StayLimits& limits) {
    const double all = uses + limits.deathRate;
    const double survives = std::exp(-all * limits.gap);
    const double ends = limits.deathRate + uses * survives;
    return ends > 0.0 ? -std::expm1(-all * limits.gap) / ends : kForever;
}

}  // namespace

double meanStay(double uses, const StayLimits& limits) {
    if (limits.deadline <= limits.gap) {
        return untilDeath(limits.deathRate, limits.deadline);
    }
    const double whole = endedByGaps(uses, limits);
    if (limits.deadline == kForever) {
        return whole;
    }
    const double untilGap = untilDeath(limits.deathRate, limits.gap);
    const double goesOn = -std::expm1(-uses * limits.gap) * std::exp(-limits.deathRate * limits.gap);
    const double later = limits.deadline - limits.gap;
    const double left = whole - untilGap;
    if (!(goesOn > 0.0) || !(left > 0.0)) {
        return untilGap;
    }
    return std::isinf(left) ? untilGap + goesOn * later
                            : untilGap - left * std::expm1(-later * goesOn / left);
}

double presence(double comesBackRate, double stay, double fetch) {
    if (!(comesBackRate > 0.0)) {
        return 0.0;
    }
    return std::isinf(stay) ? 1.0 : comesBackRate * stay / (1.0 + comesBackRate * (fetch + stay));
}

double underway(double comesBackRate, double stay, double fetch) {
    if (!(comesBackRate > 0.0) || std::isinf(stay)) {
        return 0.0;
    }
    return comesBackRate * fetch / (1.0 + comesBackRate * (fetch + stay));
}

}  // namespace headroom::queueing
