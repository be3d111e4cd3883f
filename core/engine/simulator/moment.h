#pragma once

#include "core/engine/simulator/simulate.h"

namespace headroom::engine {

/// What a series says of the step of time that `seconds` lies in, as far as it reaches, in the shape of an
/// answer: rates, utilization, the waiting, errors, hit ratios, the 99th percentiles of that slice, and the
/// state of each component. Without any step all of it is empty.
///
/// A component is down when all its machines are dead for the whole step, and saturated when the
/// workers of those that live are all busy while somebody waits, or when a broker's backlog grows by more
/// than a twentieth of what arrives; then `backlog` is who waits, and `backlog_growth_rps` by how much more
/// than in the step before. It is degraded where some machines are dead, or where a hundredth fails or a
/// thousandth is turned away.
results::Results momentOf(const SimulationSeries& series, double seconds);

}  // namespace headroom::engine
