#pragma once

#include "core/engine/solver/state.h"
#include "core/engine/solver/variability.h"
#include "core/engine/solver/work_mix.h"

namespace headroom::engine::solver {

/// Sets `Component::mostAtOnce`: where everything that comes was sent by somebody who holds one of a bounded
/// number of slots until it is answered, and sends one thing after the other, no more than these slots can be
/// there. Not where a timeout lets the caller go earlier.
void boundSources(Model& model);

/// Whether that shapes the queue of a pool.
bool isSourceBound(const Component& component, const MachinePool& pool);
/// Below that utilization queues are far from as long as the number of those who can come.
constexpr double boundMatters = 0.3;

/// The wait at a machine where no more than `most` can be at once: that of M/M/c/K at the arrivals of which
/// as many get in as do come, for they stay away while all that there can be are here. What it would be
/// longer without that bound stands in `at.displacedMs`.
queueing::WaitDistribution waitOfFew(const WorkMix& mix, const MachinePool& pool, double most,
                                     const ArrivalShape& arrivals, PoolState& at);

}  // namespace headroom::engine::solver
