#pragma once

#include <array>
#include <memory>
#include <string_view>
#include <vector>

#include "core/engine/solver/boxed.h"
#include "core/engine/solver/model.h"
#include "core/queueing/mm_c_timeout.h"
#include "core/queueing/wait_distribution.h"

namespace headroom::engine::solver {

/// What one pool of like machines comes to.
struct PoolState {
    double arrivalRps = 0;   ///< of jobs at one machine
    double meanMs = 0;       ///< of their service
    double scv = 0;          ///< of their service
    double utilization = 0;  ///< offered: may exceed 1
    queueing::WaitDistribution wait = queueing::WaitDistribution::none();
    double served = 1;                     ///< share of what is let in that it gets round to
    bool exact = true;                     ///< a formula without approximation gave the wait
    std::string_view formula = "no wait";  ///< which one
    double arrivalScv = 1;                 ///< of times between jobs
    // Where requests need a slot at one machine:
    double slotShare = 1;     ///< of what comes, that gets one; the others are turned away, or left
    double slotPossible = 1;  ///< the same at the times for which slots are held now
    double slotLoad = 0;      ///< arrivals over what leaves while all slots are held
    double slotsBusy = 0;     ///< share of them
    /// For a worker, after that for a slot.
    queueing::WaitDistribution workerWait = queueing::WaitDistribution::none();

    /// Where callers hold slots: what jobs would wait here besides if callers had any number, and so wait for
    /// a slot there instead.
    double displacedMs = 0;
    /// Slots that are held over all, or what is offered where that is more.
    [[nodiscard]] double slotsOffered() const { return slotLoad >= 1 ? slotLoad : slotsBusy; }

    /// Of requests of one rank, where the more urgent go first, or users wait unlike others.
    struct Rank {
        queueing::WaitDistribution wait;
        double served;
        friend bool operator==(const Rank&, const Rank&) = default;
    };
    /// Of all that is served, where what comes back finds other than what fresh requests do, who have `wait`.
    Boxed<queueing::WaitDistribution> ofAll = {};

    std::vector<Rank> ranks = {};  ///< else empty
    [[nodiscard]] const queueing::WaitDistribution& waitOf(Index rank) const {
        return ranks.empty() ? wait : ranks[rank].wait;
    }
    [[nodiscard]] double servedOf(Index rank) const { return ranks.empty() ? served : ranks[rank].served; }
    /// Where callers take back what waits for too long.
    struct Leaving {
        queueing::WaitDistribution offered = queueing::WaitDistribution::none();  ///< of who waits for ever
        queueing::WaitDistribution served = queueing::WaitDistribution::none();   ///< of those who stay
        double stays = 1;                                                         ///< share of what comes
        double meanInLine = 0;  ///< of all, whoever leaves up to then; in ms
        // Where what was late comes back: that has made `offered` so many times as long, and more leave.
        double longer = 1;
        double oftener = 1;
        bool exact = true;
        friend bool operator==(const Leaving&, const Leaving&) = default;
    };
    Boxed<Leaving> leaving = {};
    /// For how long a request is in line.
    [[nodiscard]] double meanWait(Index rank = 0) const {
        return leaving ? leaving->meanInLine : (ofAll ? *ofAll : waitOf(rank)).mean() + workerWait.mean();
    }
    /// Of those who are served, where that is not what fresh requests find.
    [[nodiscard]] const queueing::WaitDistribution& servedWait() const {
        const queueing::WaitDistribution& all = ofAll ? *ofAll : wait;
        return leaving ? leaving->served : all;
    }
    /// Share of what comes that would wait longer; 0 where nobody leaves.
    [[nodiscard]] double offeredTail(double ms) const;
    friend bool operator==(const PoolState&, const PoolState&) = default;
};

/// For how long a request holds its slot after its own work, in ms.
struct Elsewhere {
    double mean = 0;
    double secondMoment = 0;
    friend bool operator==(const Elsewhere&, const Elsewhere&) = default;
};

/// What consumers make of a broker's messages.
struct ConsumptionState {
    bool active = false;     ///< some consumer is connected
    double offeredRps = 0;   ///< messages that want to wait, those to be delivered again among them
    double capacityRps = 0;  ///< deliveries that all consumers can take
    double freshRps = 0;     ///< messages handed in
    double deadRps = 0;      ///< messages that were delivered as often as they may be, in vain
    double lostRps = 0;      ///< messages refused, given way to others, or too old
    double growthRps = 0;    ///< by which the backlog grows
    double waiting = 0;      ///< messages, where it does not
    queueing::WaitDistribution wait = queueing::WaitDistribution::none();
    bool exact = true;
    friend bool operator==(const ConsumptionState&, const ConsumptionState&) = default;
};

/// What becomes of one call, retries and all.
struct CallOutcome {
    double wanted = 1;   ///< attempts, those that the caller refuses itself among them
    double sent = 1;     ///< attempts and second copies of them
    double retries = 0;  ///< attempts after the first
    double echoes = 0;   ///< of them, rejected beyond what fresh ones would be
    double success = 1;
    double failure = 0;
    double intact = 1;  ///< success without any optional call that failed
    // Of one attempt that the caller wants, as fresh ones fare, where some come after a rejection or timeout:
    double failing =
        0;            ///< P(it fails, but not for want of room, nor at the timeout after which that counts)
    double late = 0;  ///< P(it does at that timeout)
    double granted = 1;  ///< P(it is tried again, where it may be)
    friend bool operator==(const CallOutcome&, const CallOutcome&) = default;
};

/// A queue with a limit to which what it turns away comes back (queueing/retrial_queue.h).
struct ReturnedTo {
    bool known = false;
    double full = 0;         ///< P(a fresh request is turned away)
    bool knowsWait = false;  ///< of those let in:
    double waits = 0;        ///< P(they wait)
    double ahead = 0;        ///< mean places before one that waits
    friend bool operator==(const ReturnedTo&, const ReturnedTo&) = default;
};

/// A queue to which what is late for its caller comes back (queueing/late_retrials.h).
struct LateReturns {
    double rps = 0;  ///< that come to one machine then
    // Were services exponential and fresh requests random:
    queueing::WaitDistribution found = queueing::WaitDistribution::none();  ///< by fresh requests
    queueing::WaitDistribution byAll = queueing::WaitDistribution::none();  ///< by all that comes
    // Their means, over that of as many random arrivals.
    double longer = 1;
    double longerForAll = 1;
    /// Where callers take back what waits for too long: what leaves, over that of as many random arrivals.
    double leaving = 1;
    friend bool operator==(const LateReturns&, const LateReturns&) = default;
};

/// What its limits in time make of one attempt.
struct AttemptAnswer {
    double answeredShare =
        1;                    ///< successes in time for one success of the callee; above 1 with a second copy
    double copies = 0;        ///< probability that a second copy is sent
    bool rough = false;       ///< the time was known by mean and variance only
    double openMs = 0;        ///< mean time until it is known how it ended; of what never is, the horizon
    double failing = 0;       ///< share that fails
    double failedInTime = 1;  ///< failures of the callee that are known before the timeout, over all
    // Of deliveries of a message that may be made again:
    double failedMs = 0;  ///< mean time at the consumer of those that fail, times their share
    double late = 0;      ///< share that is made again while the consumer still works on it
    friend bool operator==(const AttemptAnswer&, const AttemptAnswer&) = default;
};

/// What keys the requests of a visit ask for.
struct AskedKeys {
    double missing = 0;  ///< share that asks for what does not exist
    /// By bucket of its population (queueing::zipfBuckets): over what Zipf's law says; empty: as that says.
    std::vector<double> factors;
    friend bool operator==(const AskedKeys&, const AskedKeys&) = default;
};

/// What a cache makes of the reads of a visit, beside its hit ratio. Shares of these reads.
struct LookupState {
    double filled = 1;      ///< of those that miss: the value is put in afterwards
    double underway = 0;    ///< wait for a fetch that is under way; they count as hits
    double refreshes = 0;   ///< find what is too old, and set off a fetch that nobody waits for
    double fetchMs = 0;     ///< mean time from a miss until the value is there
    double fetchScv = 0;    ///< of that
    double hottestRps = 0;  ///< reads of the hottest key at one memory
    friend bool operator==(const LookupState&, const LookupState&) = default;
};

class KeyFlows;
/// Follows from the model, so that states do not differ in it.
struct SharedKeyFlows {
    std::shared_ptr<KeyFlows> flows;
    friend bool operator==(const SharedKeyFlows& /*a*/, const SharedKeyFlows& /*b*/) { return true; }
};

/// The numbers of one solve, by the indices of the model. Shares and masses are of one arrival.
struct State {
    State() = default;  ///< of nothing
    explicit State(const Model& model);
    friend bool operator==(const State&, const State&) = default;

    /// Where `taken` of a delivery stands: of a broker with partitions each connection has its own.
    [[nodiscard]] static Index takenAt(const Model& model, Index broker, Index connection) {
        return model.components[broker].steady.partitions
                   ? static_cast<Index>(model.components.size()) + connection
                   : broker;
    }
    std::vector<double> taken;     ///< share of a broker's messages that consumers get round to
    std::vector<double> accepted;  ///< by component: share of the messages that a broker has room for
    std::vector<double> receives;  ///< by component: times that an accepted message begins to wait

    // by component
    std::vector<double> gated;     ///< share that a gate lets in; the others fail; else 1
    std::vector<double> gateLoad;  ///< arrivals over what a gate that delays lets through; else 0
    std::vector<double> room;      ///< share of these that finds a place in a queue with a limit; else 1
    /// Machines, of several components too, that an arrival finds to be as good as one queue for the room
    /// there.
    std::vector<double> together;
    std::vector<double> arrivalScv;  ///< of the times between arrivals at one machine
    /// Share of what arrives that an arrival may find there: not what its own user would send meanwhile.
    std::vector<double> seen;
    std::vector<double> usersShare;  ///< of what arrives there, from closed workloads
    std::vector<std::vector<PoolState>> pools;
    std::vector<ReturnedTo> returnedTo;
    std::vector<Boxed<LateReturns>> lateReturns;  ///< where they are known
    /// Was known, and is no more: a storm is near, and rounds would go to and fro.
    std::vector<char> lateLost;
    std::vector<Elsewhere> elsewhere;  ///< of what has slots, or is picked by its open requests
    std::vector<ConsumptionState> consumption;
    std::vector<char> rateUnknown;
    std::vector<double> consumerCapacityRps;  ///< of what takes messages
    std::vector<double> slotsBusy;            ///< share of its slots
    std::vector<double> consumerLoad;         ///< messages offered over what all that share them can take
    std::vector<char> consumes;               ///< is fed by brokers only: its requests wait there

    /// Share of what arrives that is not turned away.
    [[nodiscard]] double admitted(Index component) const { return gated[component] * room[component]; }
    /// The same of one visit: a gate may favour some.
    [[nodiscard]] double admittedOf(Index visit, Index component) const {
        return admitted(component) * favour[visit];
    }

    bool allSpent = false;  ///< for the moment: every call is sent as often as it may be

    /// Component whose machines are picked by how busy they are; only where somebody takes calls back.
    std::vector<char> pickedByLoad;

    std::vector<double> turnedBack;  ///< share of wanted attempts that the caller refuses, by connection

    // by visit
    std::vector<double> served;  ///< share that a saturated component gets round to; else 1
    std::vector<double> favour;  ///< what a gate lets in of it, over what it lets in of all; else 1
    std::vector<double> stays;   ///< of that, what no caller takes out of the queue before it is worked on
    /// Of what arrives: that comes again too soon after a rejection to find any room. All else finds as much
    /// as fresh requests do.
    std::vector<double> echo;
    /// After how long in line callers take it back; the rest waits for ever.
    std::vector<std::vector<queueing::Patience>> patience;
    std::vector<double> success;  ///< probability of being answered with success
    std::vector<double> failure;  ///< the rest is still waiting at the end of the horizon
    std::vector<double> intact;   ///< of those with success: where no optional call failed
    std::vector<double> rate;     ///< arrivals, requests per second
    std::vector<double> fills;    ///< of keys that were missed here, per second
    std::vector<double> hit;      ///< ratio of the class at a component with content
    std::vector<LookupState> lookups;
    std::vector<AskedKeys> asked;
    SharedKeyFlows keyFlows;  ///< how `asked` changes behind caches; made when first needed
    std::vector<char> responseUnknown;
    std::vector<char> broken;  ///< on a cycle of calls that does not shrink

    // by call
    std::vector<double> made;            ///< expected number of attempts
    std::vector<double> wanted;          ///< the same, those among them that the caller refuses itself
    std::vector<AttemptAnswer> answers;  ///< of one attempt
    std::vector<CallOutcome> outcome;    ///< of one call
    std::vector<double> echoed;          ///< expected number of such attempts
    /// The probabilities that the queue is still full to the attempts that follow a rejection; empty: they
    /// find what fresh ones do.
    std::vector<std::vector<double>> stillFull;
    /// Of attempts that follow the k-th timeout: those that are late for what was late before, of those that
    /// would not be if they found what fresh ones do. Empty: all find that.
    std::vector<std::vector<double>> lateAgain;
    std::vector<double> callStays;  ///< `stays` of the attempts of one call
    std::vector<double> missed;     ///< expected misses of a lookup that are filled afterwards
    std::vector<double> weight;     ///< among the alternatives of its step

    /// What a field has a number for.
    enum class Per : std::uint8_t { component, visit, call, connection };
    /// Every field that differs from one part of a design to another, as take(Per, pointer to the member):
    /// first those that rates, outcomes, hit ratios and admissions follow from and are, which depend on none
    /// of the others. `taken` is per component, and after them per connection.
    template <class Take>
    static void eachFlowField(Take take) {
        for (const auto field :
             {&State::taken, &State::accepted, &State::receives, &State::gated, &State::gateLoad,
              &State::room, &State::together, &State::seen, &State::usersShare}) {
            take(Per::component, field);
        }
        for (const auto field : {&State::rateUnknown, &State::consumes, &State::pickedByLoad}) {
            take(Per::component, field);
        }
        for (const auto field : {&State::served, &State::favour, &State::stays, &State::echo, &State::success,
                                 &State::failure, &State::intact, &State::rate, &State::fills, &State::hit}) {
            take(Per::visit, field);
        }
        for (const auto field : {&State::responseUnknown, &State::broken}) {
            take(Per::visit, field);
        }
        take(Per::visit, &State::patience);
        take(Per::visit, &State::lookups);
        take(Per::visit, &State::asked);
        for (const auto field : {&State::made, &State::wanted, &State::echoed, &State::callStays,
                                 &State::missed, &State::weight}) {
            take(Per::call, field);
        }
        take(Per::call, &State::answers);
        take(Per::call, &State::outcome);
        take(Per::call, &State::stillFull);
        take(Per::call, &State::lateAgain);
        take(Per::connection, &State::turnedBack);
    }
    /// All others.
    template <class Take>
    static void eachOtherField(Take take) {
        for (const auto field :
             {&State::arrivalScv, &State::consumerCapacityRps, &State::slotsBusy, &State::consumerLoad}) {
            take(Per::component, field);
        }
        take(Per::component, &State::pools);
        take(Per::component, &State::returnedTo);
        take(Per::component, &State::lateReturns);
        take(Per::component, &State::lateLost);
        take(Per::component, &State::elsewhere);
        take(Per::component, &State::consumption);
    }
};

}  // namespace headroom::engine::solver
