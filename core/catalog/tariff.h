#pragma once

#include <limits>
#include <string>
#include <vector>

namespace headroom::catalog {

/// What a tariff counts in a month.
enum class TariffUnit { gigabyte, gigabyteMonth, millionRequests };

/// A price that depends on use, such as data sent or requests answered. The first so many units cost the
/// first tier's price each, those beyond it the next one's.
struct Tariff {
    struct Tier {
        double upTo = std::numeric_limits<double>::infinity();  ///< units a month, from the first one on
        double usd = 0;                                         ///< for one unit
    };

    std::string id;
    std::string label;
    TariffUnit unit = TariffUnit::gigabyte;
    std::vector<Tier> tiers;  ///< ascending; the last has no end
    std::string sourceText;
    std::string date;
    bool estimate = false;

    /// US dollars for `units` a month, at least 0.
    [[nodiscard]] double usdFor(double units) const;
};

/// What data pays that leaves a place: the tariffs of the side that sends and of the side that receives it.
/// Empty where that side pays nothing.
struct Border {
    std::string sent;
    std::string received;
};

}  // namespace headroom::catalog
