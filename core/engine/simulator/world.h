#pragma once

#include <functional>
#include <optional>
#include <stop_token>

#include "core/engine/simulator/autoscalers.h"
#include "core/engine/simulator/calls.h"
#include "core/engine/simulator/tracer.h"
#include "core/engine/simulator/users.h"

namespace headroom::engine::simulator {

/// One replication: the event loop.
class World {
  public:
    /// `traces`: so many requests of each workload are followed and kept.
    World(const Plan& plan, std::uint64_t seed, std::uint64_t replication, double seconds,
          std::uint32_t traces = 0);

    /// Runs to the end, or until it is stopped; then what is complete is there. `cellDone` is shown
    /// what is there after every cell.
    Record run(const std::stop_token& stop, const std::function<void(const Record&)>& cellDone);

  private:
    void begin();
    void happen(const Event& event);
    void arrive(Index workload);
    std::uint64_t drawClient(Index workload);
    void scheduleArrival(Index workload);
    void scheduleRandomArrival(Index workload);
    [[nodiscard]] bool isSent(Index workload);
    void scheduleAfter(Index workload, double gapMs);
    [[nodiscard]] bool isReal(Index workload);
    void worked(Index task);
    void endCell();
    [[nodiscard]] bool tooMuchUnderWay() const;

    const Plan& plan_;
    RunState state_;
    std::optional<Tracer> tracer_;
    WarmUp warmUp_;
    Stations stations_;
    Brokers brokers_;
    Calls calls_;
    Users users_;
    Autoscalers autoscalers_;
};

}  // namespace headroom::engine::simulator
