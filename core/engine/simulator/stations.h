#pragma once

#include <optional>

#include "core/engine/simulator/gate_keeper.h"
#include "core/engine/simulator/health_watch.h"
#include "core/engine/simulator/picker.h"
#include "core/engine/simulator/run_state.h"
#include "core/engine/simulator/stale_watch.h"

namespace headroom::engine::simulator {

/// Machines: each a first-come queue with workers of its own, and the limits at the door.
class Stations {
  public:
    enum class Outcome : std::uint8_t { over, passesOn, failed };

    Stations(RunState& state, std::uint64_t seed, std::uint64_t replication);

    /// The machine that is to answer a request that comes by that connection.
    void place(Index task, Index connection) {
        Task& t = state_.tasks[task];
        const Index only = onlyMachine_[state_.plan.visits[t.visit].component];
        if (only != none && state_.dead[only] == 0) {
            t.machine = only;
        } else {
            placeAmong(task, connection);
        }
    }
    [[nodiscard]] Picker& picker() { return picker_; }
    /// A request is at the door.
    void reach(Index task);
    /// Own work has ended. What becomes of the request then; `over`: its record is gone.
    Outcome complete(Index task);
    /// Takes out what still waits for a worker, or for a slot, and what would have to. Where it held a slot
    /// that is free now, the machine; else none.
    Index cancel(Index task);
    /// Whether a message may have a slot at a machine that is alive, and that it has one.
    [[nodiscard]] bool hasFreeSlot(Index machine) const;
    void takeSlot(Index machine);
    /// A request or a message is done there: whoever waits for its slot gets it.
    void giveSlot(Index machine);
    /// From now on these machines are dead, or slow, or there; what was at one that dies is lost.
    void strike(const Outage& outage);
    /// From now on the first so many machines take what comes. Others finish what they have, with all that
    /// waits for them, and are gone then.
    void serve(Index component, Index machines);
    /// Of those that take what comes.
    [[nodiscard]] Index deadServing(Index component) const;
    /// Slots that messages may have.
    [[nodiscard]] double freeSlots(Index component) const;

  private:
    struct Machine {
        const PoolPlan* plan = nullptr;
        Index component = 0;
        Index pool = 0;
        double perWorker = 0;  ///< what of a component's work falls to each of its workers
        std::uint32_t busy = 0;
        bool leaving = false;  ///< takes nothing any more, but has something left to do
        std::int64_t waiting = 0;
        Index firstLine = 0;  ///< of its queues, the most urgent first
        Index lines = 1;
        std::uint32_t deaths = 0;
        // Where requests need a slot: those that have one, and those that wait for one.
        std::int64_t slotsHeld = 0;
        std::int64_t slotless = 0;
        Index firstSlotless = none;
        Index lastSlotless = none;
        double diedMs = 0;  ///< the last time
    };
    struct Line {
        Index first = none;
        Index last = none;
    };
    void placeAmong(Index task, Index connection);
    [[nodiscard]] Index takeFirst(const Machine& machine);
    [[nodiscard]] bool notices(Index connection, Index component) const;
    [[nodiscard]] Index blockOf(Index machine) const;
    [[nodiscard]] Index deathOf(Index component, Index machine) const;
    [[nodiscard]] Index aliveInsteadOf(Index machine);
    void kill(Index machine);
    void learn();
    [[nodiscard]] bool isAway(Index machine) const;
    void setAway(Index machine, bool away);
    [[nodiscard]] bool serves(Index machine) const;
    [[nodiscard]] static bool isIdle(const Machine& machine);
    void setNumber(Index component, const std::optional<Index>& machines);
    void countMachines(Index component);
    void leaveIfIdle(Index machine);
    [[nodiscard]] Index blockFor(Index task, Index component, Index connection);
    [[nodiscard]] Index pickIn(Index component, Index block, std::size_t op);
    enum class Door : std::uint8_t { open, later, closed };
    [[nodiscard]] Door door(Index task);
    void release(Index task);
    void enter(Index task);
    void knock(Task& task);
    void turnAway(Index task);
    /// Whether the store takes such a request at all: there is room, and somebody who leads.
    [[nodiscard]] bool isTaken(const Task& task, Index component);
    [[nodiscard]] static bool hasRoom(const Machine& machine);
    [[nodiscard]] static const PoolPlan& poolOf(const Machine& machine) { return *machine.plan; }
    void admit(Index task);
    void waitForSlot(Index task);
    void dropCancelled(Index task);
    bool isGivenUp(Index task);
    void loseWaiting(Index& first);
    [[gnu::always_inline]] void countOffered(const Task& task) {
        const Machine& machine = machines_[task.machine];
        const PoolPlan& pool = poolOf(machine);
        const VisitPlan& visit = state_.plan.visits[task.visit];
        if (pool.busiest && pool.blockOf(task.machine) != *pool.busiest) {
            return;
        }
        state_.tallies.components[machine.component].offeredMs[machine.pool == 0 ? 0 : 1] +=
            (task.role == Role::fill ? visit.fill : visit.service).mean() * machine.perWorker;
    }
    void spread(Index task, std::size_t op);
    // Requests that several machines answer together.
    [[nodiscard]] bool gathers(Index task);
    bool gather(Index task);
    bool gatherShards(Index task, Index component);
    bool gatherIn(Index component, Index block, Index visit, Index task, Index parent);
    bool gatherCopies(Index component, Index block, Index visit, Index task, Index parent);
    bool gatherReplicas(Index component, Index block, Index task);
    void addPart(Index gathering, Index visit, Index machine, Role role, bool leads);
    void gathered(Index gathering, bool ok, bool leader);
    void startParts();
    void work(Index task) {
        const Machine& machine = machines_[state_.tasks[task].machine];
        const PoolPlan& pool = poolOf(machine);
        if (pool.unlimited || machine.busy < pool.workers) {
            begin(task);
        } else {
            waitForWorker(task);
        }
    }
    void waitForWorker(Index task);
    void begin(Index task);
    void beginNext(Index machine);

    RunState& state_;
    std::vector<Machine> machines_;
    std::vector<Line> lines_;
    std::vector<Index> onlyMachine_;  ///< by component: where nobody asks about it, as there is no other
    Picker picker_;
    HealthWatch health_;
    std::vector<std::optional<GateKeeper>> gates_;
    std::vector<Index> parts_;  ///< that are about to start
    StaleWatch stale_;
};

}  // namespace headroom::engine::simulator
