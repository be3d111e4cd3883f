#pragma once

#include <vector>

#include "core/engine/simulator/run_state.h"

namespace headroom::engine::simulator {

/// What balancers with health checks know of the machines behind them. Their checks have a phase of their
/// own: a machine is away after so many of them in a row, and back with the next one after it is alive. Where
/// several balancers check the same machines, the quickest tells the others.
class HealthWatch {
  public:
    HealthWatch(RunState& state, std::uint64_t seed, std::uint64_t replication);

    /// Whether the checks of some balancer decide about machines of a component.
    [[nodiscard]] bool watches(Index component) const { return checks_[component].intervalMs > 0; }
    [[nodiscard]] bool watchesAny() const { return watchesAny_; }
    /// A machine of it dies or comes back now.
    void changed(Index component, Index machine, bool dead);
    [[nodiscard]] bool hasNews() const { return !notices_.empty(); }
    /// A machine of which something has become known by now, each once: `dead` says what. Else none.
    Index learned(bool& dead);
    [[nodiscard]] bool believesDead(Index machine) const { return believed_[machine] != 0; }

  private:
    struct Checks {
        double intervalMs = 0;
        double misses = 1;
        double phaseMs = 0;
    };
    struct Notice {
        double atMs;
        Index machine;
        bool dead;
    };

    RunState& state_;
    bool watchesAny_ = false;
    std::vector<Checks> checks_;  ///< by component
    std::vector<Notice> notices_;
    std::vector<char> believed_;  ///< by machine
};

}  // namespace headroom::engine::simulator
