#pragma once

#include <span>

#include "core/engine/simulator/plan.h"
#include "core/engine/simulator/simulate.h"
#include "core/engine/simulator/tally.h"

namespace headroom::engine::simulator {

/// One value for each cell of time that every replication has completed; there must be a replication.
SimulationSeries seriesOf(const Plan& plan, std::span<const Record> records);

}  // namespace headroom::engine::simulator
