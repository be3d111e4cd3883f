#include "core/engine/solver/users_waits.h"

#include <algorithm>
#include <cmath>

#include "core/engine/solver/stations.h"
#include "core/queueing/mm_c.h"

namespace headroom::engine::solver {

namespace {

double variationOfThoseWhoWait(const queueing::WaitDistribution& wait) {
    const double mean = wait.mean();
    return mean > 0 ? (wait.variance() + mean * mean) * wait.probability() / (mean * mean) - 1 : 1;
}

}  // namespace

queueing::WaitDistribution waitOfUsers(const UsersWait& users) {
    const double square = users.meanMs * users.meanMs;
    return queueing::WaitDistribution::gamma(
        users.probability, users.meanMs,
        users.probability > 0 ? square * (1 + users.variation) / users.probability - square : 0);
}

queueing::WaitDistribution waitOfUsers(const UsersWait& users, const WorkMix& all, double seen,
                                       std::int64_t workers, const ArrivalShape& arrivals, PoolState& at) {
    if (!(users.meanMs > 0)) {
        return queueing::WaitDistribution::none();
    }
    constexpr double nearlyFull = 0.999;
    const double busy = all.rate() * all.mean() / static_cast<double>(workers);
    const WorkMix mix = all.thinned(std::min(1.0, nearlyFull / std::max(busy, 1e-300)));
    const queueing::WaitDistribution without = waitOf(all.thinned(seen), workers, arrivals, at);
    const queueing::WaitDistribution open = waitOf(mix, workers, arrivals, at);
    const queueing::MmcQueue random(mix.rate(), 1 / mix.mean(), workers);
    const auto part = [&](double ratio) { return std::max(1 + (ratio - 1) * users.openness, 0.0); };
    // Taking turns keeps arrivals apart whoever sends them.
    const double byChance = std::clamp(2 * arrivals.scv - 1, 0.0, 1.0);
    const auto between = [&](double evenly, double drawn) { return evenly + (drawn - evenly) * byChance; };
    UsersWait wait = users;
    wait.meanMs = between(without.mean(), users.meanMs * part(open.mean() / random.meanWait()));
    wait.probability =
        std::min(between(without.probability(),
                         users.probability * part(open.probability() / random.waitProbability())),
                 1.0);
    wait.variation *= between(1, part(variationOfThoseWhoWait(open)));
    at.exact = false;
    return waitOfUsers(wait);
}

queueing::WaitDistribution waitBesideUsers(const WorkMix& mix, std::int64_t workers, double share,
                                           const ArrivalShape& arrivals, PoolState& at) {
    const queueing::WaitDistribution open = waitOf(mix, workers, arrivals, at);
    if (share == 0 || !(mix.rate() * mix.mean() > 0)) {
        return open;
    }
    constexpr double steepness = 16;
    const queueing::MmcQueue random(mix.rate(), 1 / mix.mean(), workers);
    const double part = share * std::pow(std::min(at.utilization, 1.0), steepness);
    const double mean = open.mean() + (random.meanWait() - open.mean()) * part;
    at.exact = at.exact && open.mean() == mean;
    return open.mean() > 0 ? stretched(open, mean / open.mean())
                           : queueing::WaitDistribution::exponential(
                                 {.probability = part, .rate = part / std::max(mean, 1e-300)});
}

queueing::WaitDistribution stretched(const queueing::WaitDistribution& wait, double factor) {
    return factor == 1 || !(wait.mean() > 0)
               ? wait
               : queueing::WaitDistribution::gamma(wait.probability(), wait.mean() * factor,
                                                   wait.variance() * factor * factor);
}

}  // namespace headroom::engine::solver
