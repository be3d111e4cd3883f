#pragma once

#include <vector>

#include "core/engine/solver/known_waits.h"
#include "core/engine/solver/variability.h"
#include "core/engine/solver/work_mix.h"

namespace headroom::engine::solver {

/// Whether requests are turned away where too many wait.
bool hasQueueLimit(const Component& component);

/// Where the replicas of leaders stand: in a pool of their own, or among these.
std::size_t replicasOf(const SteadyState& steady, std::size_t pool);

/// Of the requests of a visit that a pool answers, the share that it gets round to, with the replicas that
/// the answer waits for.
double servedAt(const Model& model, const State& state, const Visit& visit, std::size_t pool);

/// The jobs of one machine of the pool, per ms.
/// Of all, or of one rank.
WorkMix mixOf(const Model& model, const State& state, const Component& component, std::size_t p,
              std::optional<Index> rank = std::nullopt);

/// The wait for one of some workers, without a limit; `at` is told which formula gave it.
queueing::WaitDistribution waitOf(const WorkMix& mix, std::int64_t workers, const ArrivalShape& arrivals,
                                  PoolState& at);
/// The same, with what is known already.
queueing::WaitDistribution waitOf(const WorkMix& mix, std::int64_t workers, const ArrivalShape& arrivals,
                                  KnownWaits& known, PoolState& at);

/// How much longer queues are than those of random arrivals and exponential services: in heavy traffic by the
/// mean of both squared coefficients of variation, nearer to 1 below it.
double queueVariation(double load, double arrivalScv, double serviceScv);
/// The same at a machine of a pool.
double variationOf(const WorkMix& mix, const MachinePool& pool, double arrivalScv);

struct BoundedQueue {
    double room = 1;  ///< share of the arrivals that find a place
    queueing::WaitDistribution wait = queueing::WaitDistribution::none();
    bool exact = true;
    std::int64_t exactStages = 0;  ///< exact for Erlang arrivals with so many stages, too
    // The queue with exponential times that forgets as this does: its times in ms.
    double arrivalRate = 0;
    double serviceRate = 0;
    std::int64_t workers = 1;
    std::int64_t capacity = 1;

    [[nodiscard]] bool isExact(const ArrivalShape& arrivals) const {
        return exact || (arrivals.stages > 1 && arrivals.stages == exactStages);
    }

    /// The probability that it is full `wayMs` and up to `longestMs` more after it was.
    [[nodiscard]] double stillFull(double wayMs, double longestMs) const;
    /// Where so many of those let in wait, with so many places before them in the mean.
    [[nodiscard]] queueing::WaitDistribution waitOf(double waits, double meanAhead) const;
};

/// A machine of the pool, which has a limit. Exact for exponential services and random arrivals, and without
/// places to wait whatever the services (Sevastyanov 1957). For exponential services and every n-th of random
/// arrivals (a variability of 1 / n) exact but for the distribution of waits for more than one place, and for
/// any services at one worker without places; where that takes too many states, as for other services. Where
/// arrivals look for the shortest queue, they are turned away when all are full: `together` machines are one
/// with the places of all.
BoundedQueue boundedQueue(const WorkMix& mix, const MachinePool& pool, double arrivalScv, double together);

/// Load and utilization of every pool, the share that finds room in queues with a limit, and the share that
/// a saturated component serves, from the rates.
void findLoads(const Model& model, State& state);
void findLoads(const Model& model, State& state, Index component);

/// The wait at every pool of a component, from its load and the way jobs arrive. M/M/c, M/G/1, M/D/c and
/// GI/M/c exactly, else by two moments; at or above full utilization, uniform up to what the horizon lets
/// grow (engine.md, overload).
void findWaits(const Model& model, Index component, const ArrivalShape& arrivals, KnownWaits& known,
               State& state);

}  // namespace headroom::engine::solver
