#pragma once

#include "core/catalog/catalog.h"
#include "core/engine/passes/usage.h"
#include "core/model/design.h"
#include "core/results/results.h"

namespace headroom::engine::passes {

/// What a month of 730 hours costs: machines x hourly price, requests and data by their number, storage, and
/// transfer (transfer.h); for every component, for every workload by the work that it makes, and for a
/// million requests answered in time. Prices are the component's own, else those of its kind. A component
/// whose machines or priced rates are unknown has no cost, and then there is no sum. Says what the sum leaves
/// out. `rows`: the components of the results in the order of the design; null where one is only drawn.
void addCost(const model::Design& design, const catalog::Catalog& catalog, const Usage& usage,
             const std::vector<results::ComponentResult*>& rows, results::Results& results);

}  // namespace headroom::engine::passes
