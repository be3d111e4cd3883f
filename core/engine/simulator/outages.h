#pragma once

#include <vector>

#include "core/engine/simulator/plan.h"
#include "core/model/design.h"

namespace headroom::engine::simulator {

/// What the scenario does to machines from each of its moments on: those that `kill` and `zone_down` take, by
/// how much `slow` makes them slower, what share of their requests `errors` makes fail, and how many there
/// are by `scale`. Empty where it does nothing of that sort.
std::vector<Outage> outagesOf(const model::Design& design, const Plan& plan);

/// How many machines there may be of each component at some moment of a run, where their number changes, by
/// `scale` or by autoscaling (which replaces what `kill` takes); 0 where it does not. `model` has those that
/// there are at the beginning.
std::vector<Index> mostMachines(const model::Design& design, const solver::Model& model);

}  // namespace headroom::engine::simulator
