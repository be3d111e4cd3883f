#pragma once

#include "core/engine/simulator/simulate.h"

namespace headroom::engine::simulator {

/// What an answer knows of the mean and the 99th percentile of the system. Ten thousand requests are the
/// least by which intervals are believed.
SimulationPrecision precisionOf(const SimulationAnswer& answer, double wanted, std::uint32_t replications);

/// For how long to simulate next, at most `mostSeconds`, where `seconds` gave that answer. Half-widths shrink
/// by the root of the time (Whitt 1989).
double nextSeconds(const SimulationAnswer& answer, double seconds, std::uint32_t replications,
                   double mostSeconds);

}  // namespace headroom::engine::simulator
