#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/engine/behavior.h"
#include "core/model/design.h"

/// The design as flat arrays, made once per solve (compiler.h). Indices instead of pointers; times in ms,
/// rates in requests per second.
namespace headroom::engine::solver {

using Index = std::uint32_t;
constexpr Index none = 0xffffffff;
/// No user comes round in less, so that who neither thinks nor waits does not send without end.
constexpr double leastCycleMs = 0.001;

/// What keys are asked for; equal records are one population.
struct KeySpace {
    std::string space;
    double count = 1;
    double zipf = 0;
    double objectBytes = 1;
    friend bool operator==(const KeySpace&, const KeySpace&) = default;
};

/// Who sends: so many, some more than others. None: more than anybody could count, all alike.
struct Clients {
    double count = 0;
    double zipf = 0;
    friend bool operator==(const Clients&, const Clients&) = default;
};

/// Requests that no component can tell apart.
struct RequestClass {
    Op op = Op::read;
    Index keys = none;
    double missingShare = 0;  ///< of reads: that ask for a key that does not exist
    double requestBytes = 0;
    double responseBytes = 0;
    double priority = 0;  ///< only where some gate or queue goes by it
    /// Only where some connection filters by workload, it keeps connections open, or users come beside
    /// others.
    Index workload = none;
    friend bool operator==(const RequestClass&, const RequestClass&) = default;
};

struct Workload {
    Index component = 0;
    std::string name;  ///< "source.workload"
    double rps = 0;    ///< at the load of the scenario; of a closed one what its users come to (users.h)
    /// Of a closed one: so many, each of whom thinks, sends a request and waits for what becomes of it.
    std::optional<double> users;
    double thinkMs = 0;  ///< the mean of their exponential times in between
    std::optional<double> deadlineMs;
    Clients clients;
    double connections = 0;  ///< that its clients keep open all the time
    /// Squared coefficient of variation of the times between its requests, which are independent: gamma up to
    /// 1 (0: always the same), two exponentials of balanced means above. 1: random.
    double arrivalScv = 1;
    Index requestClass = 0;
    Index visit = 0;  ///< its own at the source

    /// The times between its requests, in ms, at that rate.
    [[nodiscard]] queueing::ServiceDistribution gaps(double requestsPerS) const;
    friend bool operator==(const Workload&, const Workload&) = default;
};

/// How requests for the same keys fall to the shards of a store: each adds up to 1.
struct Placement {
    std::vector<double> ofShard;
    std::vector<double> ofPool;  ///< over those that are alike but for that
    friend bool operator==(const Placement&, const Placement&) = default;
};

/// The wait at a machine in a network of users, were all machines exponential and picked by chance.
struct UsersWait {
    double probability = 0;
    double meanMs = 0;
    std::vector<double> counts{};  ///< [j]: probability of j + 1 completions, of those who wait
    double completionMs = 0;       ///< the mean of one
    /// The mean over that of as many requests that come at random: how little it matters that users are few.
    double openness = 0;
    double users = 1;
    double machines = 1;  ///< that are like this one
    double held = 0;      ///< of the time of one user more, the part by which waits at one machine get longer
    friend bool operator==(const UsersWait&, const UsersWait&) = default;
};

struct Component {
    Id id;
    bool known = false;  ///< its kind and behaviour are
    SteadyState steady;
    std::vector<Index> connections;  ///< outgoing, in order of calls
    std::vector<Index> visits;
    bool scaled = false;  ///< its number of machines is not that of its record
    bool dead = false;    ///< none of its machines is left
    /// Its machines, where `steady.pools` are parts of them that get unlike shares; else empty.
    std::vector<MachinePool> whole;
    std::vector<Placement> placements;   ///< of the keys, where shards get unlike shares of them
    Index hottestShard = 0;              ///< has the most to do, where they do
    std::optional<double> paidMachines;  ///< where some are dead: they are paid for all the same
    /// Share of each operation: for want of room, or of machines that have to answer.
    std::array<double, opCount> refuses = {0, 0};
    double connectionsWanted = 0;  ///< that clients keep open to it, where they find a place
    /// Requests that can be at one machine at once, since all callers hold slots meanwhile.
    std::optional<double> mostAtOnce;
    bool usersWait = false;  ///< of a source: some of its workloads are closed
    bool isCounted = false;  ///< whoever picks its machines counts what they have called others for, too
    std::vector<UsersWait> usersWaits;   ///< by pool, where one network of users is known (product_network.h)
    std::optional<double> availability;  ///< of one of its machines; absent: nobody says
    std::vector<UsersWait> openWaits;    ///< of what comes there from elsewhere, of rank 1; else empty
    friend bool operator==(const Component&, const Component&) = default;
};

/// At each machine of a caller: calls are let through no more once too many of the last ones have failed.
struct Breaker {
    double threshold = 0.5;    ///< share of them
    std::int64_t window = 10;  ///< of so many
    double openMs = 0;         ///< until one is let through as a probe
    friend bool operator==(const Breaker&, const Breaker&) = default;
};

enum class When : std::uint8_t { always, onMiss, onFailure };

struct Connection {
    Id id;
    Index from = 0;
    Index to = 0;
    bool publishes = false;
    bool replicates = false;
    double calls = 1;
    bool parallel = false;          ///< sent together with its neighbours that are so, too
    std::optional<double> waitFor;  ///< calls of such a block that the caller waits for; absent: all
    std::string choice;
    double weight = 1;
    std::vector<Op> ops;                 ///< empty: all
    std::vector<std::string> workloads;  ///< empty: all
    When when = When::always;
    Index of = none;
    std::optional<Op> as;
    Index keys = none;        ///< what its calls are about; none: what the request is about
    double missingShare = 0;  ///< of these keys
    std::optional<double> serviceMs;
    double latencyMs = 0;
    double latencyScv = 0;
    std::optional<double> bandwidthMbps;
    std::optional<Policy> policy;
    bool required = true;             ///< else its failure does not fail the caller
    std::optional<double> timeoutMs;  ///< of one attempt, at the caller
    bool cancelsOnTimeout = false;    ///< what still waits is taken out of the queue then
    int retries = 0;
    double backoffMs = 0;               ///< the longest before the first retry; twice as long each time
    std::optional<double> retryBudget;  ///< retries for one first attempt, in the long run
    double refused = 0;                 ///< share of the attempts that finds a dead machine
    double silent = 0;                  ///< of the others, the share that nobody hears
    /// To a store whose machines are parted: share of each operation that is refused, and of the reads that
    /// copies answer which get no writes since so long.
    std::array<double, opCount> partedRefuses = {0, 0};
    double cutReads = 0;
    double cutForMs = 0;
    bool unnoticed = false;  ///< a balancer still sends to machines that are dead
    bool unserved = false;   ///< from a broker to consumers that are dead: nothing is taken
    /// Calls that one machine of the caller may have open at once; what is more it refuses itself.
    std::optional<std::int64_t> maxConcurrent;
    std::optional<Breaker> breaker;
    std::optional<double> hedgeAfterMs;  ///< a second copy is sent when there is no answer by then
    friend bool operator==(const Connection&, const Connection&) = default;
};

/// Whether later calls depend on a miss of a call, and how that is kept in mind.
enum class Lookup : std::uint8_t {
    no,
    tracked,  ///< what was found is remembered until the last call that asks for it
    bundled,  ///< several lookups in one call: each miss makes its dependent calls at once
};

/// One connection as a visit uses it.
struct Call {
    Index connection = 0;
    Index visit = none;  ///< of the callee; none where its kind is unknown
    double calls = 1;
    double weight = 1;      ///< among the alternatives of its step
    double refused = 0;     ///< share of the attempts that is refused after the network
    double reaches = 1;     ///< share that gets there; of the rest nothing is heard
    double transferMs = 0;  ///< bytes over bandwidth, both ways
    bool awaited = true;
    Lookup lookup = Lookup::no;
    Index lookupNumber = 0;   ///< among the tracked lookups of the visit
    Index lastDependent = 0;  ///< the last step that depends on a miss of this one, counted within the visit
    Index missOf = none;      ///< made only if that call missed
    double missShare = 1;     ///< of such a call among the alternatives of its step
    Index fallback = none;    ///< made if this call fails
    bool comesBack = false;   ///< the callee calls the caller, directly or not
    bool keptOpen = false;    ///< over connections that clients keep open
    friend bool operator==(const Call&, const Call&) = default;
};

/// One call, or alternatives of which one is drawn.
struct Step {
    Index firstCall = 0;
    Index callCount = 0;
    bool parallel = false;
    Index blockSteps = 0;  ///< of the first of a block that is sent at the same time: so many steps
    double needed = 0;     ///< and the calls that are waited for; more than there are: all
    friend bool operator==(const Step&, const Step&) = default;
};

/// What requests of one class do at one component.
struct Visit {
    Index component = 0;
    Index requestClass = 0;
    std::optional<double> serviceMs;  ///< asked by the connection
    Index firstStep = 0;
    Index stepCount = 0;
    Index firstCall = 0;  ///< all calls of all steps, then the fallbacks
    Index callCount = 0;
    bool passesOnMissOnly = false;
    bool worksHere = true;
    Index rank = 0;          ///< higher priorities that come to its component, where that goes by them;
                             ///< 1 of what comes to a network of users from elsewhere
    Index placement = none;  ///< of its keys, among those of its component; none: shards get even shares
    friend bool operator==(const Visit&, const Visit&) = default;
};

/// What is the same in two models of one KnownModel bears the same number in both. 0: nothing is known.
struct ModelNumbers {
    std::uint64_t shape = 0;  ///< where everything is, workloads, and all that belongs to no component
    /// All that rates, outcomes and hit ratios follow from: but for how long work takes, by how many workers,
    /// and how many requests may wait for it.
    std::uint64_t flows = 0;
    /// By component: what it is, its connections, and what requests do there.
    std::vector<std::uint64_t> components;
};

struct Model {
    std::vector<Component> components;
    std::vector<Connection> connections;
    std::vector<KeySpace> keySpaces;
    std::vector<RequestClass> classes;
    std::vector<Workload> workloads;
    std::vector<Visit> visits;
    std::vector<Step> steps;
    std::vector<Call> calls;
    double horizonS = 600;
    bool usersExactly = false;  ///< the rates and waits of closed workloads are those of a product form
    double usersStretch = 1;    ///< of all waits, where users are too many for what the formulas say
    ModelNumbers numbers;

    [[nodiscard]] const Component& componentOf(const Visit& visit) const {
        return components[visit.component];
    }
    [[nodiscard]] Op opOf(const Visit& visit) const { return classes[visit.requestClass].op; }
    /// Share of the requests of a visit that asks every shard of its component.
    [[nodiscard]] double scatterOf(const Visit& visit) const {
        const auto& store = componentOf(visit).steady.store;
        return store && opOf(visit) == Op::read ? store->scatter : 0;
    }
    /// Share of the requests of a visit that is answered by a pool of its component alone.
    [[nodiscard]] double answersAt(const Visit& visit, std::size_t pool) const {
        return componentOf(visit).steady.pools[pool].answers[indexOf(opOf(visit))] * shareAt(visit, pool) *
               (1 - scatterOf(visit));
    }
    /// Jobs that the pool has to do for one of them.
    [[nodiscard]] double jobsAt(const Visit& visit, std::size_t pool) const {
        const MachinePool& at = componentOf(visit).steady.pools[pool];
        const double scatter = scatterOf(visit);
        return at.jobs[indexOf(opOf(visit))] * ((1 - scatter) * shareAt(visit, pool) + scatter * at.shards);
    }
    /// Those of them that the answer may have to wait for.
    [[nodiscard]] double askedAt(const Visit& visit, std::size_t pool) const {
        const auto& store = componentOf(visit).steady.store;
        const bool all = store && store->replication == Replication::leaderless;
        return all || opOf(visit) == Op::read ? jobsAt(visit, pool) : answersAt(visit, pool);
    }

  private:
    [[nodiscard]] double shareAt(const Visit& visit, std::size_t pool) const {
        return visit.placement == none ? 1 : componentOf(visit).placements[visit.placement].ofPool[pool];
    }
};

}  // namespace headroom::engine::solver
