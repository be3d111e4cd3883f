#pragma once

#include <functional>
#include <optional>

#include "core/engine/sweep/sweep.h"

namespace headroom::engine::sweep {

/// Requests that fail or come late, as a share of what finishes, before a design counts as broken.
constexpr double lossThatBreaks = 0.01;

/// The load beyond which a design does not give what it is asked for.
struct BreakingPoint {
    enum class Cause {
        saturated,  ///< a component's offered utilization reaches 1
        lost,  ///< before that, goodput falls 1 % of what finishes further below offered than at light load
    };
    double factor = 1;  ///< load factor, to a relative 1e-6
    results::Figure offered_rps;
    Cause cause = Cause::saturated;
    std::optional<Id> component;  ///< the one that saturates, or the busiest
    friend bool operator==(const BreakingPoint&, const BreakingPoint&) = default;
};

/// The point at a load factor.
using AtLoad = std::function<Point(double factor)>;

/// Looks for the lowest load factor at which the design breaks, from `present` and never outside
/// [lowest, highest]. Nothing where it does not break there, where no figure tells, or where `stop` was
/// requested. Utilization and the share lost are taken to grow with the load.
std::optional<BreakingPoint> findBreakingPoint(const AtLoad& at, const Point& present, double lowest,
                                               double highest, const std::stop_token& stop = {});

}  // namespace headroom::engine::sweep
