#pragma once

#include "core/base/units.h"
#include "core/catalog/catalog.h"
#include "core/model/design.h"
#include "core/results/results.h"

namespace headroom::engine::passes {

/// Machines x hourly price x 730 for every component, and their sum, which names what it leaves out. The
/// price is the component's own, else that of its kind. `machines` in the order of the components, nullopt
/// where unknown: then there is no sum.
void addCost(const model::Design& design, const catalog::Catalog& catalog,
             const std::vector<results::Figure>& machines, results::Results& results);

}  // namespace headroom::engine::passes
