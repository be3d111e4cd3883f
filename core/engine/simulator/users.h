#pragma once

#include <vector>

#include "core/engine/simulator/run_state.h"

namespace headroom::engine::simulator {

/// Users of closed workloads. Those who think are all alike, since their times are exponential, so that only
/// their number is known and any number of them costs nothing.
class Users {
  public:
    explicit Users(RunState& state);

    /// Everybody begins by thinking.
    void begin(Index workload);
    /// Somebody of those who think is due: whether a request is sent now.
    [[nodiscard]] bool sends(Index workload);
    /// One knows what has become of the request, and thinks again or leaves.
    void back(Index workload);
    /// The scenario may want more of them now.
    void join(Index workload);

  private:
    struct Group {
        double there = 0;  ///< thinking or waiting
        double thinking = 0;
        double dueMs = 0;   ///< when the next of them sends; infinite: nobody thinks
        double joinMs = 0;  ///< when the next come
    };
    [[nodiscard]] double wanted(Index workload) const;
    /// Those who think leave first. How many did.
    double sendAway(Index workload);
    void schedule(Index workload, double thinking);
    void scheduleJoin(Index workload);

    RunState& state_;
    std::vector<Group> groups_;  ///< by workload
};

}  // namespace headroom::engine::simulator
