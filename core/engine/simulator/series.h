#pragma once

#include <span>

#include "core/engine/simulator/plan.h"
#include "core/engine/simulator/simulate.h"
#include "core/engine/simulator/tally.h"

namespace headroom::engine::simulator {

/// Appends what is missing at the end of `series`: one value for each cell of time, and each slice for the
/// latencies, that every replication has completed. There must be a replication, and of a series that has
/// been begun the same plan and number of them.
void extend(SimulationSeries& series, const Plan& plan, std::span<const Record> records);

}  // namespace headroom::engine::simulator
