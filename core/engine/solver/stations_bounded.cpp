#include <algorithm>
#include <cmath>
#include <optional>

#include "core/engine/solver/stations.h"
#include "core/engine/solver/users_waits.h"
#include "core/queueing/en_m_c_k.h"
#include "core/queueing/even_loss.h"
#include "core/queueing/mm_c_k.h"
#include "core/queueing/still_full.h"

namespace headroom::engine::solver {

namespace {

// Of two shares lost.
double between(double below, double above, double part) {
    return std::pow(std::max(below, 1e-300), 1 - part) * std::pow(std::max(above, 1e-300), part);
}

// Exponential services, or any without room to wait, and arrivals that come more evenly than at random are
// taken as every n-th of random ones, and between two such n by their variability: the one that they have, or
// the least with so few states. Beyond sixteen stages more of them hardly matter; nothing where there is no
// room for as many as that.
std::optional<double> evenScv(const WorkMix& mix, double arrivalScv, double together, bool roomToWait,
                              std::int64_t capacity) {
    constexpr double mostStages = 256;
    constexpr double enough = 16;
    const double most = std::min(mostStages, static_cast<double>(queueing::EnMckQueue::mostStates) /
                                                 (static_cast<double>(capacity) + 1));
    const double wanted = 1 / std::max(arrivalScv, 1 / mostStages);
    const bool known = mix.isExponential() || !roomToWait;
    if (!(arrivalScv < 1) || together != 1 || !known || most < std::min(wanted, enough) + 1) {
        return std::nullopt;
    }
    return 1 / std::min(wanted, std::floor(most) - 1);
}

void findEvenQueue(const WorkMix& mix, double arrivalScv, BoundedQueue& bounded) {
    constexpr double rounding = 1e-9;
    const double stages = std::floor(1 / arrivalScv + rounding);
    const double part = std::clamp((1 / stages - arrivalScv) * stages * (stages + 1), 0.0, 1.0);
    const auto queueOf = [&](double n) {
        return queueing::EnMckQueue(bounded.arrivalRate, static_cast<std::int64_t>(n), bounded.serviceRate,
                                    bounded.workers, bounded.capacity);
    };
    const queueing::EnMckQueue random = queueOf(stages);
    const queueing::EnMckQueue even = part > rounding ? queueOf(stages + 1) : random;
    const double lost = between(random.blocked(), even.blocked(), part);
    if (!mix.isExponential()) {
        const double nearest = part < 0.5 ? stages : stages + 1;
        bounded.room = 1 - std::min(lost * queueing::evenLossRatio(bounded.arrivalRate,
                                                                   static_cast<std::int64_t>(nearest),
                                                                   mix.distribution(), bounded.workers),
                                    1.0);
        bounded.exactStages =
            part <= rounding && bounded.workers == 1 && mix.isExact() ? static_cast<std::int64_t>(stages) : 0;
        return;
    }
    bounded.room = 1 - lost;
    if (part <= rounding && bounded.capacity - bounded.workers <= 1) {
        bounded.exactStages = static_cast<std::int64_t>(stages);
    }
    const queueing::EnMckQueue& nearest = part < 0.5 ? random : even;
    bounded.wait = queueing::WaitDistribution::bounded(nearest.waitProbability(), nearest.ahead(),
                                                       nearest.completionRate());
}

// Where no formula is exact, n places turn away as n / v would, and each completion ahead takes v times as
// long. `together`: whole.
BoundedQueue queueOfWhole(const WorkMix& mix, const MachinePool& pool, double arrivalScv, double together) {
    const double mean = mix.mean();
    const double places = static_cast<double>(*pool.queueLimit) * together;
    const auto workers = static_cast<std::int64_t>(static_cast<double>(pool.workers) * together);
    if (!(mix.rate() > 0) || !(mean > 0)) {
        return {};
    }
    const auto queueOf = [&](double waiting) {
        return queueing::MmckQueue(mix.rate() * together, 1 / mean, workers,
                                   workers + static_cast<std::int64_t>(waiting));
    };
    BoundedQueue bounded;
    bounded.arrivalRate = mix.rate() * together;
    bounded.serviceRate = 1 / mean;
    bounded.workers = workers;
    bounded.capacity = workers + static_cast<std::int64_t>(places);
    bounded.exact = arrivalScv == 1 && together == 1 && (places == 0 || mix.isExponential());
    const std::optional<double> even = evenScv(mix, arrivalScv, together, places > 0, bounded.capacity);
    if (bounded.exact || (places == 0 && !even) || (together > 1 && mix.isExponential())) {
        const queueing::MmckQueue queue = queueOf(places);
        bounded.room = 1 - queue.blocked();
        bounded.wait = queue.wait();
        return bounded;
    }
    const double variation = variationOf(mix, pool, arrivalScv);
    const double wanted = places / variation;
    if (even) {
        findEvenQueue(mix, *even, bounded);
    } else {
        const queueing::MmckQueue below = queueOf(std::floor(wanted));
        const queueing::MmckQueue above = queueOf(std::floor(wanted) + 1);
        bounded.room = 1 - between(below.blocked(), above.blocked(), wanted - std::floor(wanted));
        bounded.wait = queueing::WaitDistribution::bounded(below.waitProbability(), below.ahead(),
                                                           below.completionRate() / variation);
    }
    bounded.arrivalRate /= variation;
    bounded.serviceRate /= variation;
    bounded.capacity = workers + static_cast<std::int64_t>(std::round(wanted));
    return bounded;
}

}  // namespace

BoundedQueue boundedQueue(const WorkMix& mix, const MachinePool& pool, double arrivalScv, double together) {
    const double whole = std::floor(together);
    const double part = together - whole;
    const BoundedQueue few = queueOfWhole(mix, pool, arrivalScv, whole);
    if (part == 0) {
        return few;
    }
    const BoundedQueue more = queueOfWhole(mix, pool, arrivalScv, whole + 1);
    BoundedQueue nearest = part < 0.5 ? few : more;
    nearest.room = 1 - between(1 - few.room, 1 - more.room, part);
    nearest.exact = false;
    const double mean = between(few.wait.mean(), more.wait.mean(), part);
    nearest.wait =
        nearest.wait.mean() > 0 ? stretched(nearest.wait, mean / nearest.wait.mean()) : nearest.wait;
    return nearest;
}

// Full anyway, or not, and then as much more likely as where all times are exponential.
double BoundedQueue::stillFull(double wayMs, double longestMs) const {
    if (!(arrivalRate > 0)) {
        return 0;
    }
    const double still = queueing::stillFull(arrivalRate, serviceRate, workers, capacity, wayMs, longestMs);
    const double anyway = queueing::MmckQueue(arrivalRate, serviceRate, workers, capacity).blocked();
    const double remembered = anyway < 1 ? std::clamp((still - anyway) / (1 - anyway), 0.0, 1.0) : 0;
    return 1 - room * (1 - remembered);
}

queueing::WaitDistribution BoundedQueue::waitOf(double waits, double meanAhead) const {
    const auto places = static_cast<double>(capacity - workers);
    return queueing::WaitDistribution::bounded(waits, queueing::TruncatedGeometric::of(places, meanAhead),
                                               serviceRate * static_cast<double>(workers));
}

}  // namespace headroom::engine::solver
