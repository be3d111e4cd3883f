#pragma once

#include <optional>

#include "core/engine/simulator/lru_content.h"
#include "core/engine/simulator/run_state.h"

namespace headroom::engine::simulator {

/// What caches hold, where their keys are few enough to be kept one by one.
class Contents {
  public:
    explicit Contents(RunState& state);

    /// Whether a look-up finds its key; the value that it did not find is there from then on.
    bool lookUp(Index visit);
    /// A write leaves its value behind, or takes it away, or does not touch the cache.
    void write(Index visit);

  private:
    void fill(Index component);
    std::uint32_t draw(Index visit);

    RunState& state_;
    std::vector<std::optional<LruContent>> contents_;  ///< by component
};

}  // namespace headroom::engine::simulator
