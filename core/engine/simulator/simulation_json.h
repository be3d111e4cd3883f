#pragma once

#include "core/engine/simulator/simulate.h"
#include "core/json/value.h"

namespace headroom::engine {

/// The shape of resultsJson(), and `ci95`, `series`, `seed` and `fingerprint`.
json::Value simulationJson(const SimulationAnswer& answer);

}  // namespace headroom::engine
