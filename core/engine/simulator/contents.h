#pragma once

#include <vector>

#include "core/engine/simulator/kept_keys.h"
#include "core/engine/simulator/run_state.h"

namespace headroom::engine::simulator {

/// What caches hold, where their keys are few enough to be kept one by one.
class Contents {
  public:
    explicit Contents(RunState& state);

    /// Whether a look-up on that machine finds its key; the value that it did not find is there from then on.
    bool lookUp(Index visit, Index machine);
    /// A write leaves its value behind, or takes it away, or does not touch the cache; on all machines.
    void write(Index visit);

  private:
    RunState& state_;
    std::vector<std::vector<KeptKeys>> contents_;  ///< by component: one, or one of each machine
};

}  // namespace headroom::engine::simulator
