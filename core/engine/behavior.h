#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "core/engine/param_reader.h"
#include "core/queueing/service_distribution.h"
#include "core/queueing/shared_cache.h"
#include "core/queueing/storage_engine.h"

/// The contract of a behaviour: the semantics that many kinds share. A behaviour turns the parameters of a
/// component into what an engine has to know of it, once per solve; the engines ask nothing else and know no
/// behaviour by name.
namespace headroom::engine {

enum class Op : std::uint8_t { read, write };
constexpr std::size_t opCount = 2;

constexpr std::size_t indexOf(Op op) {
    return static_cast<std::size_t>(op);
}

/// How one machine is picked among several.
enum class Policy : std::uint8_t {
    random,
    roundRobin,          ///< in turn
    weightedRoundRobin,  ///< in turn, by what each can do where nobody says otherwise
    leastConnections,    ///< where the fewest requests are open
    leastResponseTime,   ///< where that times the usual time of an answer is least
    powerOfTwo,          ///< the least busy of some that are drawn by chance
    ipHash,              ///< always the same for a client
    consistentHash       ///< the same, and nearly so when machines come and go
};
/// nullopt for a word that names none.
std::optional<Policy> policyNamed(std::string_view name);
constexpr bool goesByClient(Policy policy) {
    return policy == Policy::ipHash || policy == Policy::consistentHash;
}
/// Whether it looks at how busy machines are.
constexpr bool looksAtMachines(Policy policy) {
    return policy == Policy::leastConnections || policy == Policy::leastResponseTime ||
           policy == Policy::powerOfTwo;
}

/// Machines that are alike and share the load evenly, each a first-come queue of its own.
struct MachinePool {
    double machines = 1;
    std::int64_t workers = 1;  ///< of one machine
    std::optional<std::int64_t> queueLimit =
        std::nullopt;  ///< requests that may wait at one machine; absent: any number
    /// Requests that may be at work or wait for others at one machine at the same time; absent: any number.
    std::optional<std::int64_t> slotCount = std::nullopt;
    /// Share of the requests of an operation that are answered here; over all pools they add up to 1.
    std::array<double, opCount> answers = {1, 1};
    /// Jobs of that operation that the pool as a whole has to do for one request, answered here or not.
    std::array<double, opCount> jobs = {1, 1};
    bool unlimited = false;  ///< there is a worker for everybody: nobody waits, nothing is ever full
    double shards = 1;       ///< of a store: parts of its data that lie on these machines
    friend bool operator==(const MachinePool&, const MachinePool&) = default;
};

/// How a limit counts what comes.
enum class LimitRule : std::uint8_t { tokenBucket, leakyBucket, fixedWindow, slidingLog, slidingCounter };
/// nullopt for a word that names none.
std::optional<LimitRule> limitRuleNamed(std::string_view name);

/// A limit at the door: what is above it is turned away before any work, or waits there.
struct Gate {
    LimitRule rule = LimitRule::tokenBucket;
    double limitRps = 0;
    double burst = 1;         ///< tokens that can be saved up, or requests that a leaking bucket holds
    double windowS = 1;       ///< over which a window counts
    double counters = 1;      ///< each with the whole limit and an even part of the requests
    bool perMachine = false;  ///< each machine has one
    bool delays = false;      ///< nothing is turned away: what is too early waits its turn
    bool perKey = false;      ///< every client has the whole limit
    /// Part of a bucket that requests leave for each higher priority among those that come there.
    double reserve = 0;
    friend bool operator==(const Gate&, const Gate&) = default;
};

/// How a balancer finds out that a machine is dead: it asks each every so often.
struct HealthChecks {
    double intervalMs = 0;
    double misses = 1;  ///< in a row, until a machine counts as dead

    /// From death to that, for a death at any moment between two checks.
    [[nodiscard]] double meanDetectionMs() const { return (misses - 0.5) * intervalMs; }
    friend bool operator==(const HealthChecks&, const HealthChecks&) = default;
};

/// What a request of an operation makes of its outgoing connections when its own work is done.
struct PassingOn {
    bool worksHere = true;    ///< false: passes without touching a machine here
    bool onMissOnly = false;  ///< only where a key was not found here
    bool awaited = true;      ///< false: the answer goes back at once
    friend bool operator==(const PassingOn&, const PassingOn&) = default;
};

/// Who receives what goes out.
enum class Onward : std::uint8_t {
    everyone,   ///< all outgoing connections, one after the other
    oneTarget,  ///< one of them, by weight and number of machines
    consumers,  ///< one of them, whoever is free first; the caller never waits for the work
};

/// What a lookup can find here.
struct CacheContent {
    std::optional<double> hitRatio;  ///< given; else it follows from keys and memory
    double memoryBytes = 0;          ///< of all copies that are different from each other
    bool replicated = false;         ///< every machine has such a memory of its own, for what comes to it
    queueing::Eviction eviction = queueing::Eviction::Lru;
    std::optional<double> ttlMs;    ///< how long a value may be kept, from when it came in; absent: for good
    double ttlJitterMs = 0;         ///< each life is drawn evenly within so much of that
    bool writesRefresh = false;     ///< a write leaves the new value behind; else it invalidates
    bool writesPassUnseen = false;  ///< a write changes nothing here
    bool lookAside = false;         ///< the caller itself turns to the store on a miss
    bool coalesces = false;         ///< who misses a key that is being fetched waits for that
    bool servesStale = false;       ///< what is too old is answered all the same while it is fetched anew
    bool keepsMissing = false;      ///< that a key does not exist is kept like a value
    double missingPass = 1;  ///< share of the questions for keys that do not exist that its filter lets pass

    /// Whether the time until a missed value is there counts: others may ask for it meanwhile.
    [[nodiscard]] bool fetchTimesCount() const { return !hitRatio && (ttlMs || coalesces || servesStale); }
    friend bool operator==(const CacheContent&, const CacheContent&) = default;
};

/// Which shard of a store a key lies on.
enum class Partitioning : std::uint8_t {
    even,  ///< no shard gets more than another
    hash,  ///< that of the hash of the key
    range  ///< neighbours lie together, the popular ones at one end
};

/// Who takes the writes of a shard.
enum class Replication : std::uint8_t {
    singleLeader,
    multiLeader,  ///< any of its machines, and tells the others
    leaderless    ///< all of its machines, for reads, too; some of their answers are waited for
};

/// What a store does whose machines are parted from each other.
enum class OnPartition : std::uint8_t {
    nothing,  ///< who asks machines on the other side is not heard
    refuse,   ///< a side without leader or quorum fails at once
    stale     ///< there, reads are answered by the copies that are at hand
};

/// What tells a store from other machines.
struct StoreRules {
    double shards = 1;
    double copies = 1;  ///< machines of a shard
    Replication replication = Replication::singleLeader;
    std::array<double, opCount> quorum = {1, 1};  ///< answers that are waited for, where all are asked
    bool quorumCut = false;                       ///< more were wished for than there are copies
    double syncReplicas = 0;  ///< besides the leader, that have to have a write before it is answered
    double scatter = 0;       ///< share of the reads that asks every shard and waits for the last
    double lagMs = 0;         ///< after which copies have a write that its answer did not wait for
    double leaderReads = 0;   ///< share of the reads that the machine answers which took the writes
    OnPartition onPartition = OnPartition::nothing;
    /// How data lies on disk; absent where nobody says.
    std::optional<std::variant<queueing::BTree, queueing::LsmTree>> engine = std::nullopt;
    double failoverMs = 0;  ///< from the death of a leader until a replica takes its writes
    Partitioning partitioning = Partitioning::even;
    /// In place of what the keys say; a shard that has none weighs 1.
    std::vector<double> shardWeights = {};
    friend bool operator==(const StoreRules&, const StoreRules&) = default;
};

/// What becomes of a message that there is no room for.
enum class Overflow : std::uint8_t {
    reject,     ///< whoever sends it is told so
    dropOldest  ///< the one that has waited longest gives way to it
};

/// What becomes of messages beside being taken once by a consumer.
struct MessageRules {
    std::optional<double> maxLength = std::nullopt;  ///< messages that may wait; absent: any number
    Overflow overflow = Overflow::reject;
    std::optional<double> retentionMs = std::nullopt;  ///< what has waited longer is lost; absent: nothing
    /// For how long a message that was delivered is not delivered again; absent: for good.
    std::optional<double> visibilityMs = std::nullopt;
    std::optional<double> maxReceives = std::nullopt;  ///< deliveries of one message; absent: any number
    double copies = 1;                                 ///< of what a stream keeps

    [[nodiscard]] bool limits() const { return maxLength || retentionMs; }
    /// Whether what a consumer has failed to do is delivered again.
    [[nodiscard]] bool redelivers() const { return visibilityMs || maxReceives; }
    friend bool operator==(const MessageRules&, const MessageRules&) = default;
};

/// How many machines there are goes by how busy they are.
struct Autoscale {
    double least = 1;
    double most = 1;
    double target = 0.7;  ///< utilization of the workers that is aimed at
    double delayMs = 0;   ///< from when a machine is asked for until it takes requests
    friend bool operator==(const Autoscale&, const Autoscale&) = default;
};

/// The steady-state half of a behaviour: one component as the solver sees it. Times in ms.
struct SteadyState {
    bool originates = false;  ///< sends its workloads, has no machines
    double machines = 1;      ///< that are paid for
    std::vector<MachinePool> pools;
    std::optional<Autoscale> autoscale;
    std::optional<double> connectionLimit;  ///< that clients may keep open to one machine; absent: any number
    std::array<double, opCount> serviceMs = {0, 0};
    queueing::ServiceShape shape = queueing::ServiceShape::Gamma;
    double serviceScv = 1;
    double slowShare = 0;        ///< of the services, by chance,
    double slowFactor = 1;       ///< that take so many times as long
    bool urgentFirst = false;    ///< of those who wait, the highest priority is next; else who came first
    double errorRate = 0;        ///< drawn when own work ends
    bool spreadsItself = false;  ///< the key or its address picks the machine: no balancer is missed
    Onward onward = Onward::everyone;
    std::array<PassingOn, opCount> passing;
    std::optional<Policy> policy;        ///< for the machines of its targets
    double choices = 2;                  ///< machines that powerOfTwo compares
    double virtualNodes = 100;           ///< places of each machine on the ring of consistentHash
    std::optional<HealthChecks> health;  ///< of its targets; without, it knows at once
    std::optional<CacheContent> content;
    std::optional<StoreRules> store;
    std::optional<Gate> gate;
    /// Of what passes messages to consumers: each is kept in one of so many partitions, and every consumer
    /// gets all of them. Without it, consumers share the messages.
    std::optional<double> partitions;
    MessageRules messages;              ///< of what passes messages to consumers
    bool inert = false;                 ///< only drawn: requests neither reach nor leave it
    double storedCopies = 0;            ///< of the data kept here for good; 0: none is
    std::optional<double> storedBytes;  ///< of one copy; absent: what its keys take

    /// The service of a call of `op`; `askedMs` is what the connection asks for, where it does, of a service
    /// that is not slow.
    [[nodiscard]] queueing::ServiceDistribution service(Op op, std::optional<double> askedMs) const;
    /// Mean work of an operation for which nothing else is asked, slow ones counted in; in ms.
    [[nodiscard]] double meanServiceMs(Op op) const { return service(op, std::nullopt).mean(); }
    friend bool operator==(const SteadyState&, const SteadyState&) = default;
};

/// One behaviour. Stateless; there is one of each in behaviors/table.h.
class Behavior {
  public:
    virtual ~Behavior() = default;
    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual SteadyState steadyState(const ParamReader& params) const = 0;

  protected:
    Behavior() = default;
    Behavior(const Behavior&) = default;
    Behavior& operator=(const Behavior&) = default;
};

}  // namespace headroom::engine
