#include "core/engine/sweep/sweep.h"

#include <algorithm>
#include <cmath>

#include "core/engine/solver/solve.h"

namespace headroom::engine::sweep {

std::vector<double> spaced(double from, double to, int count, Spacing spacing) {
    if (from == to) {
        return {from};
    }
    std::vector<double> values;
    for (int i = 0; i + 1 < count; ++i) {
        const double share = static_cast<double>(i) / (count - 1);
        values.push_back(spacing == Spacing::linear ? from + (to - from) * share
                                                    : from * std::pow(to / from, share));
    }
    values.push_back(to);
    return values;
}

Point pointAt(double value, const model::Design& design, const catalog::Catalog& catalog,
              const std::stop_token& stop) {
    const results::Results answer = solve(design, catalog, stop, Detail::system);
    Point point{value, answer.system, std::nullopt, false, answer.converged};
    if (answer.system.bottleneck) {
        point.utilization = answer.components.at(*answer.system.bottleneck).offered_utilization;
    }
    point.saturated = std::any_of(answer.components.begin(), answer.components.end(), [](const auto& entry) {
        return entry.second.status == results::Status::saturated;
    });
    return point;
}

Result<std::vector<Point>> solveEach(const Vary& vary, const std::vector<double>& values,
                                     const catalog::Catalog& catalog, const std::stop_token& stop) {
    std::vector<Point> points;
    for (const double value : values) {
        if (stop.stop_requested()) {
            break;
        }
        const auto design = vary(value);
        if (!design) {
            return failure(design.error());
        }
        points.push_back(pointAt(value, *design, catalog, stop));
    }
    return points;
}

}  // namespace headroom::engine::sweep
