#pragma once

#include <string>
#include <vector>

#include "core/catalog/catalog.h"
#include "core/model/design.h"
#include "core/results/results.h"

namespace headroom::cli {

/// One bound of an objective, and whether the answer keeps it.
struct ObjectiveCheck {
    std::string text;  ///< "p99 latency at most 300 ms: 38.2 ms"
    bool holds = false;
};

/// Every bound of every objective of the design, in their order. A figure that could not be computed keeps
/// no bound.
std::vector<ObjectiveCheck> checkObjectives(const model::Design& design, const catalog::Catalog& catalog,
                                            const results::Results& results);

}  // namespace headroom::cli
