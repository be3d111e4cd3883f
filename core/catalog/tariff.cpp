#include "core/catalog/tariff.h"

#include <algorithm>

namespace headroom::catalog {

double Tariff::usdFor(double units) const {
    double usd = 0;
    double from = 0;
    for (const Tier& tier : tiers) {
        const double inTier = std::clamp(units - from, 0.0, tier.upTo - from);
        usd += inTier * tier.usd;
        from = tier.upTo;
    }
    return usd;
}

}  // namespace headroom::catalog
