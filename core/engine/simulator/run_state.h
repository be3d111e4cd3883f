#pragma once

#include <vector>

#include "core/engine/simulator/event_queue.h"
#include "core/engine/simulator/plan.h"
#include "core/engine/simulator/pool.h"
#include "core/engine/simulator/tally.h"
#include "core/engine/simulator/task.h"

namespace headroom::engine::simulator {

class Tracer;

/// What an event is; the number that goes with it is in brackets.
enum class Happening : std::uint8_t {
    arrival,  ///< a source sends a request (workload)
    reached,  ///< a request has come over the network (task)
    worked,   ///< own work has ended, or there was none to do (task)
    answer,   ///< the answer has come over the network (task)
    resend,   ///< the pause before a retry is over (task of the caller)
    timeout,  ///< (timer)
    refused,  ///< by the caller itself (task of the caller)
    cell,     ///< of time has ended
    turn,     ///< of the scenario (outage)
    woken,    ///< a look-up has waited for somebody else's fetch (task)
    struck,   ///< something befalls what a cache holds (key event)
    visible,  ///< a broker delivers again what was not done in time (component)
    expired,  ///< the oldest message of a line may be too old (line of the brokers)
    back,     ///< a user knows what has become of the request (workload)
    joined,   ///< there are more users than before (workload)
};

/// Reminds a caller of an attempt; void if its record has been used for something else since.
struct Timer {
    Index task = 0;
    std::uint32_t generation = 0;
    Index next = none;
};

/// How many are busy, waiting and holding slots at a component, since when.
struct Levels {
    double sinceMs = 0;
    double busy = 0;
    double waiting = 0;
    double slots = 0;
};

struct ComponentStreams {
    RandomStream service;
    RandomStream errors;
    RandomStream routing;
    RandomStream lookups;
};

struct ConnectionStreams {
    RandomStream network;
    RandomStream backoff;
    RandomStream links;
};

/// All that changes while one replication runs, for those who change it.
class RunState {
  public:
    RunState(const Plan& plan, std::uint64_t seed, std::uint64_t replication);

    void schedule(double inMs, Happening what, Index which) {
        events.push(nowMs + inMs, (static_cast<std::uint32_t>(what) << whichBits) | which);
    }
    static Happening what(const Event& event) { return static_cast<Happening>(event.item >> whichBits); }
    static Index which(const Event& event) { return event.item & ((1U << whichBits) - 1); }

    /// Brings the integrals of a component up to now; before each change of its levels.
    [[gnu::always_inline]] void touch(Index component) {
        Levels& level = levels[component];
        const double passed = nowMs - level.sinceMs;
        if (passed == 0) {
            return;  // one event often changes several levels
        }
        ComponentTally& tally = tallies.components[component];
        tally.busyMs += level.busy * passed;
        tally.waitingMs += level.waiting * passed;
        tally.slotsMs += level.slots * passed;
        level.sinceMs = nowMs;
    }
    /// The bytes of an answer that goes back; of a source's request there is no connection.
    void countAnswer(const Task& task) {
        if (task.role != Role::request) {
            const CallPlan& call = plan.calls[task.call];
            tallies.connections[call.connection].bytes += call.responseBytes;
        }
    }
    [[gnu::always_inline]] Index newTask(Index visit, Role role) {
        const Index index = tasks.take();
        static constexpr Task fresh{};
        Task& task = tasks[index];
        const std::uint32_t generation = task.generation + 1;
        task = fresh;
        task.arrivedMs = nowMs;
        task.visit = visit;
        task.generation = generation;
        task.role = role;
        return index;
    }
    void drop(Index task) {
        ++tasks[task].generation;
        tasks.give(task);
    }

    const Plan& plan;
    double nowMs = 0;
    std::uint32_t slice = 0;
    EventQueue events;
    Pool<Task> tasks;
    Pool<Loop> loops;
    Pool<Block> blocks;
    Pool<Gathering> gatherings;
    Pool<Timer> timers;
    std::vector<std::uint8_t> dead;  ///< by machine
    std::vector<double> slower;      ///< work takes so many times as long, by component
    std::vector<double> errors;      ///< that share of its requests fails besides, by component
    std::vector<Link> links;         ///< what has befallen them, by connection
    std::vector<double> full;        ///< that share of its writes finds no room, by component
    std::vector<Levels> levels;
    std::vector<ComponentStreams> componentStreams;
    std::vector<ConnectionStreams> connectionStreams;
    std::vector<RandomStream> workloadStreams;
    std::vector<RandomStream> clientStreams;  ///< by workload
    Tallies tallies;
    Record record;
    Tracer* tracer = nullptr;  ///< null where no requests are followed

  private:
    static constexpr unsigned whichBits = 28;
};

}  // namespace headroom::engine::simulator
