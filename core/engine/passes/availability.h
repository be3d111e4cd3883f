#pragma once

#include "core/catalog/catalog.h"
#include "core/engine/solver/fixed_point.h"
#include "core/model/design.h"
#include "core/results/results.h"

namespace headroom::engine::passes {

/// The availability of every component that names its own or lies in a group that does: P(it keeps at least
/// the machines that this load needs); and of the system: P(all that a workload has to wait for do), with
/// zones and regions that fail whole, and machines that fail independently in those that are up. What is
/// called asynchronously, need not succeed or has a fallback is left out. Targets of one balancer stand in
/// for each other; every shard needs machines of its own. Exact by going through all states of up to 10
/// groups; beyond that sampled, and a finding tells the interval. Machines that name no availability never
/// fail; where nobody names one there is none.
void addAvailability(const model::Design& design, const catalog::Catalog& catalog, const solver::Model& model,
                     const solver::State& state, results::Results& results);

}  // namespace headroom::engine::passes
