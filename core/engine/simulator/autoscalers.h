#pragma once

#include <deque>
#include <vector>

#include "core/engine/simulator/brokers.h"

namespace headroom::engine::simulator {

/// Who decides how many machines there are, by how busy they have been: every 15 s as many as would have had
/// their target of the workers busy, but nothing where that is within a tenth of it, and never fewer than at
/// any look of the last 5 minutes (as the HorizontalPodAutoscaler of Kubernetes does by default). New
/// machines take requests after their delay; of those there are the last ones leave. Dead ones are replaced.
class Autoscalers {
  public:
    Autoscalers(RunState& state, Stations& stations, Brokers& brokers);

    void begin();
    /// It is time to look at a component.
    void look(Index component);
    /// Machines of it that have been asked for are there.
    void ready(Index component);

  private:
    struct Wanted {
        double atMs = 0;
        double machines = 0;
    };
    struct Controller {
        double busyMs = 0;             ///< of all its workers, up to the last look
        std::deque<Index> ordered;     ///< machines that are asked for, the earliest first
        std::vector<Wanted> recently;  ///< at the looks of the last minutes
    };
    [[nodiscard]] double wantedBy(Index component, double busyWorkers, double there) const;
    void remember(Controller& controller, double wanted) const;
    void order(Index component, double machines);
    void release(Index component, double machines);

    RunState& state_;
    Stations& stations_;
    Brokers& brokers_;
    std::vector<Controller> controllers_;  ///< by component
};

}  // namespace headroom::engine::simulator
