#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/engine/simulator/load_curve.h"
#include "core/engine/simulator/sampler.h"
#include "core/engine/simulator/task.h"
#include "core/engine/solver/model.h"
#include "core/engine/solver/state.h"

/// The compiled design as a simulation runs it: the model of the solver, and what is drawn from. Made once,
/// read by all replications.
namespace headroom::engine::simulator {

struct PoolPlan {
    Index firstMachine = 0;
    Index machines = 0;
    Index perBlock = 1;  ///< machines that hold the same: a shard, or one machine
    std::uint32_t workers = 1;
    double answers[opCount] = {1, 1};
    bool copies[opCount] = {true, true};  ///< all machines of a block do the work of that operation
    bool unlimited = false;
    std::optional<std::int64_t> queueLimit;  ///< that may wait at one machine
    std::optional<std::int64_t> slotCount;   ///< that may be at one machine with all their calls
    /// Of the blocks, the one that has the most to do, where they do not get the same: its work counts as
    /// that of the pool.
    std::optional<Index> busiest = std::nullopt;
    double perWorker = 1;  ///< a worker's share of all those, or of the busiest block's

    [[nodiscard]] Index blockOf(Index machine) const { return (machine - firstMachine) / perBlock; }
};

struct ComponentPlan {
    std::vector<PoolPlan> pools;
    Index blocks = 1;
    Index firstMachine = 0;
    Index machines = 0;
    bool spreads[opCount] = {false, false};  ///< that work is done by other machines besides
    bool consumes = false;                   ///< takes messages
    bool limitsSlots = false;                ///< requests need a slot
    /// Of a cache whose content is kept key by key: first of those that exist, then, where somebody may wait
    /// for them or they are kept, of those that do not.
    std::vector<double> bytesOfKeys;
    std::uint32_t hottestKey = noKey;
    bool single = false;          ///< one machine, which takes all that comes
    bool scales = false;          ///< its number of machines changes; `machines` is the most
    Index machinesAtFirst = 0;    ///< that take what comes when the run begins
    Index copiesOfKeys = 1;       ///< memories that hold what they like, each for itself
    std::size_t watchedKeys = 0;  ///< of a store whose reads may be stale

    /// Of all machines; 0 where there is one for everybody, or none.
    [[nodiscard]] double workers() const;
    /// Of all machines: as many as workers, of whatever sort, where nobody says otherwise.
    [[nodiscard]] double slots() const;
};

struct VisitPlan {
    // What every request asks about, together; the rest of it is in the model.
    Index component = none;
    Index firstStep = 0;
    Index stepCount = 0;
    double errorRate = 0;    ///< of its component
    bool stores = false;     ///< its component is a store
    bool waitsThere = true;  ///< for a worker; else for a consumer
    /// Whoever comes goes to a worker or waits for one: neither gate nor slots nor work of several machines.
    bool plainDoor = false;
    /// When own work is done, so is the request: no look-up, content, message or call.
    bool answersAtOnce = false;
    /// When own work is done its calls follow, and nothing else.
    bool onlyCalls = false;
    Sampler service;
    Sampler fill;
    Op op = Op::read;
    double hitRatio = 0;
    bool looksUp = false;
    bool changesContent = false;   ///< a write at a cache
    bool sendsTogether = false;    ///< some of its calls
    std::vector<double> shards{};  ///< of a store, cumulative: the shares of its shards; empty: all alike
    // Where the content of the cache is kept key by key:
    std::vector<double> popularity{};  ///< of its keys, cumulative
    double missingShare = 0;           ///< of the requests that draw a key here: it does not exist
    /// What is asked for here in the steady state, where other caches have answered some: as `popularity`.
    std::vector<double> asked{};
    double askedExisting = 1;  ///< shares of what is asked for here, without what a filter stops
    double askedMissing = 0;
    std::uint32_t firstKey = 0;
    std::uint32_t firstMissingKey = noKey;
    // Expected at one memory:
    double useRps = 0;         ///< that leave a key behind
    double invalidateRps = 0;  ///< that take one away
};

struct CallPlan {
    Index connection = none;
    Index visit = none;
    bool answered = false;  ///< somebody waits for the answer
    bool budgeted = false;  ///< what is tried again has a budget
    bool looksUp = false;
    bool onMiss = false;    ///< made where some look-up has found nothing
    double transferMs = 0;  ///< of the bytes
    Sampler roundTrip;      ///< of the network, without the bytes
    std::uint32_t wholeCalls = 1;
    double anotherCall = 0;
    bool guarded = false;  ///< its caller may refuse it itself
    bool timed = false;    ///< its caller does not wait for ever
    double requestBytes = 0;
    double responseBytes = 0;
    bool sameKey = false;   ///< it is about what its caller has missed
    bool keptOpen = false;  ///< over connections that clients keep open
};

/// Something that befalls what a cache holds.
struct KeyEvent {
    double atMs = 0;
    Index component = 0;
    double share = 1;     ///< of the keys
    double machines = 1;  ///< share of them that it happens to
    bool empties = true;  ///< else they count as too old
    /// Where the number of machines changes instead: those before and after.
    std::optional<std::array<Index, 2>> rescaled = std::nullopt;
};

/// What has befallen a connection.
struct Link {
    double addMs = 0;    ///< network time on top
    double refused = 0;  ///< share of the attempts that fails after the network, without any work
    double silent = 0;   ///< of the others, the share that nobody hears
    /// It leads to a store with a rule for that whose machines are parted: share of each operation that is
    /// refused, and of the other reads that copies answer which get no writes since then.
    bool parts = false;
    std::array<double, opCount> parted = {0, 0};
    double cutReads = 0;
    double cutSinceMs = 0;

    friend bool operator==(const Link&, const Link&) = default;
};

/// What has befallen machines and connections, from one moment to the next. Of a component, the last so many
/// are dead; the first, where their number changes.
struct Outage {
    double fromMs = 0;
    std::vector<Index> dead;  ///< machines, by component
    /// Of a component: so many machines there are; absent where the scenario sets no number.
    std::vector<std::optional<Index>> instances;
    std::vector<double> slower;  ///< how many times as long its work takes, by component
    std::vector<double> errors;  ///< share of its requests that fail besides, by component
    std::vector<Link> links;     ///< by connection
    std::vector<double> full;    ///< share of the writes that a store has no room for, by component
};

struct Plan {
    solver::Model model;
    std::vector<ComponentPlan> components;
    std::vector<VisitPlan> visits;
    std::vector<CallPlan> calls;
    std::vector<LoadCurve> loads;  ///< by workload
    /// By workload: the times between its requests at its own rate, in ms, where they do not come at random.
    std::vector<std::optional<Sampler>> gaps;
    std::vector<Outage> outages{};
    std::vector<KeyEvent> keyEvents{};
    bool coldStart = false;        ///< caches begin empty
    bool looksAtMachines = false;  ///< some policy compares them
    bool knowsClients = false;     ///< some policy goes by them
    /// By workload: the shares of the clients that have a place of their own, cumulative.
    std::vector<std::vector<double>> clients;
    Index machines = 0;

    /// Whether somebody fetches what that look-up misses.
    [[nodiscard]] bool fetches(const Task& task) const {
        const solver::Visit& visit = model.visits[task.visit];
        return fetchesItself(visit) ||
               (task.role == Role::call && model.calls[task.call].lookup != solver::Lookup::no);
    }
    /// A cache in line with its origin.
    [[nodiscard]] static bool fetchesItself(const solver::Visit& visit) {
        return visit.passesOnMissOnly && visit.stepCount > 0;
    }
    [[nodiscard]] const solver::Component& componentOf(Index visit) const {
        return model.components[model.visits[visit].component];
    }
};

/// `steady` has the hit ratios of caches whose content is not kept key by key, and the rates by which the
/// others are filled at the beginning. `most`: by component, how many machines there may be at some moment
/// where their number changes, else 0.
Plan planFor(solver::Model model, const solver::State& steady, const std::vector<Index>& most);

}  // namespace headroom::engine::simulator
