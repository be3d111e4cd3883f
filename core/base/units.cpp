#include "core/base/units.h"

#include <algorithm>
#include <array>

namespace headroom {

namespace {

constexpr std::array<UnitSuffix, 8> timeInMs{{{"ns", 1e-6},
                                              {"us", 1e-3},
                                              {"\u00b5s", 1e-3},
                                              {"\u03bcs", 1e-3},
                                              {"ms", 1},
                                              {"s", 1e3},
                                              {"min", 6e4},
                                              {"h", 3.6e6}}};
constexpr std::array<UnitSuffix, 5> timeInS{{{"ms", 1e-3}, {"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86400}}};
constexpr std::array<UnitSuffix, 4> timeInHours{{{"s", 1.0 / 3600}, {"min", 1.0 / 60}, {"h", 1}, {"d", 24}}};
constexpr std::array<UnitSuffix, 6> rate{
    {{"/s", 1}, {"rps", 1}, {"req/s", 1}, {"/min", 1.0 / 60}, {"/h", 1.0 / 3600}, {"/d", 1.0 / 86400}}};
constexpr std::array<UnitSuffix, 10> bytes{{{"B", 1},
                                            {"KB", 1e3},
                                            {"kB", 1e3},
                                            {"MB", 1e6},
                                            {"GB", 1e9},
                                            {"TB", 1e12},
                                            {"KiB", 1024},
                                            {"MiB", 1048576},
                                            {"GiB", 1073741824},
                                            {"TiB", 1099511627776}}};
constexpr std::array<UnitSuffix, 4> byteRate{{{"B/s", 1}, {"KB/s", 1e3}, {"MB/s", 1e6}, {"GB/s", 1e9}}};
// A prefix alone goes with the bit: "1G" is a gigabit.
constexpr std::array<UnitSuffix, 6> bitRate{
    {{"kbit/s", 1e-3}, {"Mbit/s", 1}, {"Gbit/s", 1e3}, {"k", 1e-3}, {"M", 1}, {"G", 1e3}}};
constexpr std::array<UnitSuffix, 1> percent{{{"%", 0.01}}};
constexpr std::array<UnitSuffix, 2> times{{{"\u00d7", 1}, {"x", 1}}};
constexpr std::array<UnitSuffix, 2> perMonth{{{"$", 1}, {"$/mo", 1}}};
constexpr std::array<UnitSuffix, 2> perHour{{{"$", 1}, {"$/h", 1}}};

constexpr std::array<UnitSuffix, 2> perMillion{{{"$", 1}, {"$/M", 1}}};
constexpr std::array<UnitSuffix, 2> perGb{{{"$", 1}, {"$/GB", 1}}};
constexpr std::array<UnitSuffix, 2> perGbMonth{{{"$", 1}, {"$/GB mo", 1}}};

constexpr std::array<UnitInfo, 16> table{{
    {Unit::none, "none", "", {}},
    {Unit::count, "count", "", {}},
    {Unit::milliseconds, "ms", "ms", timeInMs},
    {Unit::seconds, "s", "s", timeInS},
    {Unit::hours, "hours", "h", timeInHours},
    {Unit::per_second, "rps", "/s", rate},
    {Unit::bytes, "bytes", "B", bytes},
    {Unit::bytes_per_second, "bytes_per_s", "B/s", byteRate},
    {Unit::megabits_per_second, "mbps", "Mbit/s", bitRate},
    {Unit::ratio, "ratio", "%", percent},
    {Unit::factor, "factor", "\u00d7", times},
    {Unit::usd_per_month, "usd_month", "$/mo", perMonth},
    {Unit::usd_per_hour, "usd_hour", "$/h", perHour},
    {Unit::usd_per_million, "usd_million", "$/M", perMillion},
    {Unit::usd_per_gb, "usd_gb", "$/GB", perGb},
    {Unit::usd_per_gb_month, "usd_gb_month", "$/GB mo", perGbMonth},
}};

}  // namespace

std::span<const UnitInfo> unitTable() {
    return table;
}

const UnitInfo& unitInfo(Unit unit) {
    return *std::find_if(table.begin(), table.end(), [&](const UnitInfo& info) { return info.unit == unit; });
}

const UnitInfo* findUnit(std::string_view id) {
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const UnitInfo& info) { return info.id == id; });
    return found == table.end() ? nullptr : &*found;
}

}  // namespace headroom
