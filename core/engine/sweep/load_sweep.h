#pragma once

#include <optional>
#include <vector>

#include "core/engine/sweep/breaking_point.h"

namespace headroom::engine::sweep {

struct LoadSweep {
    Point present;              ///< at the load factor of the design
    std::vector<Point> points;  ///< by rising load factor, the present one among them
    std::optional<BreakingPoint> breaking;
    /// More than lossThatBreaks fails or comes late at the lightest of the points already.
    bool neverWhole = false;
};

/// The load factor that the design says, or its default.
double loadFactorOf(const model::Design& design, const catalog::Catalog& catalog);

/// The design at another load factor; it has to be within the catalogue's range.
model::Design atLoad(const model::Design& design, double factor);

/// Latency and goodput from an eighth of the smaller to one and a half times the larger of the present load
/// and the breaking one, closer together where latency climbs. About `count` points; all are answers of
/// solve(). Unfinished where `stop` was requested.
LoadSweep sweepLoad(const model::Design& design, const catalog::Catalog& catalog, int count,
                    const std::stop_token& stop = {});

}  // namespace headroom::engine::sweep
