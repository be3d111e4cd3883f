#pragma once

#include <vector>

#include "core/engine/simulator/run_state.h"

namespace headroom::engine::simulator {

/// Which reads of stores see an older value: the keys of reads and writes are drawn, and of each key is known
/// when its last write was answered, and by whom. What of the other copies may answer a read meanwhile is
/// drawn by chance.
class StaleWatch {
  public:
    explicit StaleWatch(RunState& state);

    /// A read is at the door of the machine that answers it, or of a shard.
    void arrives(Task& task, Index component, Index machine);
    /// A request has been done.
    void done(const Task& task, Index component);

  private:
    struct Written {
        double atMs = -1e300;
        Index copy = 0;               ///< of the shard: the machine that took it
        double elsewhereMs = -1e300;  ///< the last one that another took
    };
    [[nodiscard]] bool misses(Index component, const Written& written, Index machine);
    [[nodiscard]] Index copyOf(Index component, Index machine) const;

    RunState& state_;
    std::vector<std::vector<Written>> written_;  ///< by component and key
};

}  // namespace headroom::engine::simulator
