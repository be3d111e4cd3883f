#pragma once

#include <stop_token>

#include "core/catalog/catalog.h"
#include "core/engine/solver/conditions.h"
#include "core/engine/solver/known_records.h"
#include "core/results/results.h"

namespace headroom::engine::solver {

/// The number of machines that autoscaling wants so that so many workers are busy on average: as few as keep
/// them at their target, within its bounds. `workers`: of one machine.
double wantedMachines(const Autoscale& rule, double busyWorkers, double workers);

/// What the scenario says of its `view_at_s` (`conditionsOf`), and before all else, as events of scale, how
/// many machines there are where that goes by how busy they are: as few as do what comes with no more than
/// the target of their workers busy, which is where a controller stays that sets n to the ceiling of n *
/// utilization / target. A number that an event of the scenario sets is left alone. What has begun at
/// `view_at_s` within the delay of a component does not count for its number yet.
Conditions scaledConditionsOf(const model::Design& design, const catalog::Catalog& catalog,
                              KnownRecords& known, const std::stop_token& stop);

/// The design as flat arrays under these conditions.
Model compileScaled(const model::Design& design, const catalog::Catalog& catalog, const std::stop_token& stop,
                    std::vector<results::Finding>& findings);

/// The conditions for the time before the scenario begins: the load of its beginning, and no event.
Conditions scaledConditionsBefore(const model::Design& design, const catalog::Catalog& catalog,
                                  KnownRecords& known, const std::stop_token& stop);

}  // namespace headroom::engine::solver
