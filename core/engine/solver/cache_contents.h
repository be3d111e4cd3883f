#pragma once

#include <map>
#include <vector>

#include "core/engine/solver/side_by_side.h"
#include "core/engine/solver/state.h"
#include "core/queueing/shared_cache.h"

namespace headroom::engine::solver {

/// Hit ratios by all that they follow from, so that rounds and edits which change nothing there find them
/// again.
class KnownRatios {
  public:
    /// What becomes of the touches of a population, and those of its hottest key, per second.
    struct Keys {
        queueing::KeyFate fate;
        double hottestRate = 0;
    };
    std::vector<Keys> of(const std::vector<queueing::CachedPopulation>& populations,
                         const CacheContent& content);

  private:
    std::map<std::vector<double>, std::vector<Keys>> known_;
};

/// The hit ratio of every visit to a component with content: what is given, else that of a memory with its
/// eviction for the keys and rates of all classes that use it. A write takes its key away, or where the
/// strategy says so leaves the new value behind.
void findHitRatios(const Model& model, State& state, PerShare<KnownRatios>& known);

/// What `rps` requests of an operation do to one memory of a cache, per second. Copies share the reads; every
/// write goes to all of them.
struct MemoryUse {
    double touches = 0;
    double invalidations = 0;
    bool renews = false;  ///< touches begin the life of a key anew
};
MemoryUse memoryUse(const Component& component, Op op, double rps);

/// Whether its hit ratio is found by more than independent keys and one characteristic time.
bool hitRatioIsApproximate(const Component& component);

/// Whether it is asked for what another cache has missed.
bool asksForMisses(const State& state, const Component& component);

}  // namespace headroom::engine::solver
