#pragma once

#include <span>
#include <string_view>

namespace headroom {

/// What a number measures. The stored unit is fixed: milliseconds, requests per second, bytes,
/// ratios of 1, US dollars per month of 730 hours.
enum class Unit {
    none,   ///< a plain number, such as a coefficient of variation
    count,  ///< instances, workers, keys
    milliseconds,
    seconds,     ///< scenario times only
    hours,       ///< time between failures
    per_second,  ///< rate of requests
    bytes,
    bytes_per_second,
    megabits_per_second,
    ratio,   ///< 0 to 1, shown in percent
    factor,  ///< a multiplier, shown with ×
    usd_per_month,
    usd_per_hour,
    usd_per_million,   ///< requests
    usd_per_gb,        ///< of 1e9 bytes
    usd_per_gb_month,  ///< kept for a month
};

/// A suffix a person may type, and what one of it is in the stored unit.
struct UnitSuffix {
    std::string_view text;
    double factor;
};

/// All there is to say about a unit; the one table of units of the program.
struct UnitInfo {
    Unit unit;
    std::string_view id;      ///< as descriptors name it: "ms", "rps", "bytes", ...
    std::string_view symbol;  ///< as it is shown behind a field: "ms", "/s", "B", ...
    std::span<const UnitSuffix> suffixes;
};

std::span<const UnitInfo> unitTable();
const UnitInfo& unitInfo(Unit unit);

/// nullptr for an id that names no unit.
const UnitInfo* findUnit(std::string_view id);

constexpr double hoursPerMonth = 730.0;
constexpr double secondsPerMonth = hoursPerMonth * 3600;

}  // namespace headroom
