#pragma once

#include "core/engine/solver/state.h"

namespace headroom::engine::solver {

/// The hit ratio of every visit to a component with content: what is given, else that of a memory with its
/// eviction for the keys and rates of all classes that use it. A write takes its key away, or where the
/// strategy says so leaves the new value behind.
void findHitRatios(const Model& model, State& state);

/// What `rps` requests of an operation do to one memory of a cache, per second. Copies share the reads; every
/// write goes to all of them.
struct MemoryUse {
    double touches = 0;
    double invalidations = 0;
};
MemoryUse memoryUse(const Component& component, Op op, double rps);

/// Whether its hit ratio is found by more than independent keys and one characteristic time.
bool hitRatioIsApproximate(const Component& component);

}  // namespace headroom::engine::solver
