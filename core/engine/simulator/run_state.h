#pragma once

#include <cmath>
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
    looked,   ///< autoscaling looks how busy machines are (component)
    ready,    ///< machines that it has asked for are there (component)
};

/// Reminds a caller of an attempt; void if its record has been used for something else since.
struct Timer {
    Index task = 0;
    std::uint32_t generation = 0;
    Index next = none;
};

/// How many are busy, waiting and holding slots at a component, since when, and the integrals up to then.
struct Levels {
    double sinceMs = 0;
    double busy = 0;
    double waiting = 0;
    double slots = 0;
    double busyMs = 0;
    double waitingMs = 0;
    double slotsMs = 0;
};

/// What every request of a workload asks for, together; the rest of it is in the model.
struct Source {
    Index component = 0;
    Index visit = 0;
    /// Its requests come at random and always at the same rate, whatever becomes of them.
    bool steady = false;
    double gapMs = 0;  ///< mean time between what it sends at most; 0: never
    double deadlineMs = HUGE_VAL;
};

/// Where the times of a component are counted in the slice that goes on.
struct TimesNow {
    Histogram* wait = nullptr;
    Histogram* residence = nullptr;
    Histogram* response = nullptr;
    /// With its own work a request is answered, whichever it is: well-done ones are only counted as answered.
    bool answersAtOnce = true;
};

/// How many machines there are, since when, where that changes.
struct Presence {
    double sinceMs = 0;
    double machines = 0;
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
        events.push(nowMs + inMs, itemOf(what, which));
    }
    /// What the network of a connection takes is mostly always the same; so is its timeout.
    void scheduleByNetwork(double inMs, Happening what, Index which, Index connection) {
        events.push(nowMs + inMs, itemOf(what, which), connection);
    }
    void scheduleTimeout(double inMs, Index timer, Index connection) {
        events.push(nowMs + inMs, itemOf(Happening::timeout, timer),
                    static_cast<Index>(links.size()) + connection);
    }
    static Happening what(const Event& event) { return static_cast<Happening>(event.item >> whichBits); }
    static Index which(const Event& event) { return event.item & ((1U << whichBits) - 1); }

    /// Brings the integrals of a component up to now; before each change of its levels.
    [[gnu::always_inline]] void touch(Index component) {
        Levels& level = levels[component];
        const double passed = nowMs - level.sinceMs;
        if (passed > 0) {  // one event often changes several levels
            level.busyMs += level.busy * passed;
            level.waitingMs += level.waiting * passed;
            level.slotsMs += level.slots * passed;
            level.sinceMs = nowMs;
        }
    }
    /// All integrals up to now, into what is counted.
    void tallyLevels();
    void beginSlice(std::uint32_t slice);
    /// Counts what is counted in one place only where it belongs besides.
    void endSlice(std::uint32_t slice);
    /// The same of the machines that there are, and of the places for connections that they lack.
    void touchMachines(Index component) {
        Presence& there = present[component];
        ComponentTally& tally = tallies.components[component];
        tally.machinesMs += there.machines * (nowMs - there.sinceMs);
        tally.placelessMs += placeless[component] * (nowMs - there.sinceMs);
        there.sinceMs = nowMs;
    }
    /// Machines, or shards, that take what comes: the first so many of those that there may be.
    [[nodiscard]] Index servingBlocks(Index component) const {
        const ComponentPlan& known = plan.components[component];
        return known.scales ? serving[component] : known.blocks;
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
    bool linksAreWell = true;        ///< nothing has
    std::vector<double> full;        ///< that share of its writes finds no room, by component
    std::vector<Index> serving;  ///< the first so many machines take what comes (all, where none come or go)
    std::vector<Presence> present;    ///< those and the ones that finish what they have, by component
    std::vector<double> placeless;    ///< share of clients without a place for their connection, by component
    std::vector<std::uint8_t> fixed;  ///< the scenario sets the number of machines, by component
    std::vector<Levels> levels;
    std::vector<Source> sources;  ///< by workload
    std::vector<ComponentStreams> componentStreams;
    std::vector<ConnectionStreams> connectionStreams;
    std::vector<RandomStream> workloadStreams;
    std::vector<RandomStream> clientStreams;  ///< by workload
    Tallies tallies;
    std::vector<TimesNow> times;          ///< by component
    std::vector<Histogram*> callTimes;    ///< by connection
    std::vector<Histogram*> systemTimes;  ///< by workload
    Record record;
    Tracer* tracer = nullptr;  ///< null where no requests are followed

  private:
    static constexpr unsigned whichBits = 27;

    static std::uint32_t itemOf(Happening what, Index which) {
        return (static_cast<std::uint32_t>(what) << whichBits) | which;
    }
};

}  // namespace headroom::engine::simulator
