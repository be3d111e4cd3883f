#pragma once

#include <vector>

#include "core/engine/behavior.h"
#include "core/engine/simulator/random_stream.h"

namespace headroom::engine::simulator {

/// The state of a limit, request by request.
class GateKeeper {
  public:
    explicit GateKeeper(const Gate& gate);
    /// Whether a request that comes now is let in. Times never go back.
    bool admits(double nowMs, RandomStream& random);

  private:
    struct Counter {
        double tokens = 0;
        double sinceMs = 0;         ///< when tokens were brought up to date, or the window began
        double count = 0;           ///< in this window
        double before = 0;          ///< in the one before
        std::vector<double> taken;  ///< when the places of the log were taken, a ring
        std::size_t oldest = 0;
    };
    bool tokenBucket(Counter& counter, double nowMs) const;
    bool fixedWindow(Counter& counter, double nowMs) const;
    bool slidingLog(Counter& counter, double nowMs) const;
    bool slidingCounter(Counter& counter, double nowMs) const;
    [[nodiscard]] double places() const;

    Gate gate_;
    std::vector<Counter> counters_;
};

}  // namespace headroom::engine::simulator
