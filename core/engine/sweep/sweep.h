#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "core/base/result.h"
#include "core/catalog/catalog.h"
#include "core/model/design.h"
#include "core/results/results.h"

namespace headroom::engine::sweep {

/// The answer at one value.
struct Point {
    double value = 0;  ///< of what is varied
    results::SystemResult system;
    results::Figure utilization;  ///< offered utilization of system.bottleneck
    bool saturated = false;       ///< some component is
    bool converged = true;
    friend bool operator==(const Point&, const Point&) = default;
};

enum class Spacing { linear, logarithmic };

/// `count` values from `from` to `to`, both included; one where they are the same. Logarithmic needs both
/// above 0. count >= 2.
std::vector<double> spaced(double from, double to, int count, Spacing spacing);

/// The design with its varied value set.
using Vary = std::function<Result<model::Design>(double value)>;

/// Solves the design at one value, without the latencies of its parts. Unfinished where `stop` was requested.
Point pointAt(double value, const model::Design& design, const catalog::Catalog& catalog,
              const std::stop_token& stop = {});

/// One point for each value, in their order. Fails with what `vary` says of the first value it refuses. Ends
/// early when `stop` is requested.
Result<std::vector<Point>> solveEach(const Vary& vary, const std::vector<double>& values,
                                     const catalog::Catalog& catalog, const std::stop_token& stop = {});

}  // namespace headroom::engine::sweep
