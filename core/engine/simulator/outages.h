#pragma once

#include <vector>

#include "core/engine/simulator/plan.h"
#include "core/model/design.h"

namespace headroom::engine::simulator {

/// What the scenario does to machines from each of its moments on: those that `kill` and `zone_down` take, by
/// how much `slow` makes them slower, and what share of their requests `errors` makes fail. Empty where it
/// does nothing of that sort.
std::vector<Outage> outagesOf(const model::Design& design, const Plan& plan);

}  // namespace headroom::engine::simulator
