#include "core/engine/solver/users_waits.h"

#include <algorithm>
#include <cmath>

#include "core/engine/solver/stations.h"
#include "core/queueing/mm_c.h"

namespace headroom::engine::solver {

namespace {

using queueing::WaitDistribution;

WaitDistribution waitFor(const UsersWait& users, double probability, double stretch, double scv) {
    if (users.counts.empty() || !(probability > 0) || !(stretch > 0)) {
        return WaitDistribution::none();
    }
    const queueing::CountedWait all(users.counts, users.completionMs);
    return WaitDistribution::counted(probability, all.stretched(stretch, scv));
}

// Of means or probabilities.
double over(double a, double b) {
    return b > 0 ? a / b : 1;
}

// How much is left of what taking turns would change for requests at random.
double turnsLeft(const UsersWait& users, std::int64_t workers, double turns) {
    constexpr double ofMany = 1.25;
    constexpr double ofFew = 3;
    const double held = std::clamp(users.held * std::max(turns, users.machines), 0.0, 1.0);
    return 1 - std::pow(held, ofMany + ofFew * static_cast<double>(workers) / users.users);
}

}  // namespace

WaitDistribution waitOfUsers(const UsersWait& users) {
    return waitFor(users, users.probability, 1, 1);
}

WaitDistribution waitOfUsers(const UsersWait& users, const WorkMix& all, double seen, std::int64_t workers,
                             const ArrivalShape& arrivals, PoolState& at) {
    if (!(users.meanMs > 0)) {
        return WaitDistribution::none();
    }
    constexpr double nearlyFull = 0.999;
    const double busy = all.rate() * all.mean() / static_cast<double>(workers);
    const auto upTo = [&](double share) {
        return all.thinned(std::min(share, nearlyFull / std::max(busy, 1e-300)));
    };
    const WorkMix mix = upTo(1);
    const ArrivalShape byChance;
    const queueing::MmcQueue random(mix.rate(), 1 / mix.mean(), workers);
    const queueing::MmcQueue others(upTo(seen).rate(), 1 / mix.mean(), workers);
    const WaitDistribution varied = waitOf(mix, workers, byChance, at);
    const WaitDistribution drawn = waitOf(upTo(seen), workers, byChance, at);
    const WaitDistribution inTurn = waitOf(upTo(seen), workers, arrivals, at);
    const double turns = arrivals.stages > 1 ? static_cast<double>(arrivals.stages) : 1;
    const double left = turnsLeft(users, workers, turns);
    // Where machines take turns, what makes queues longer is soon felt by all of them.
    const bool together = turns > 1 && varied.mean() > random.meanWait();
    const auto changed = [&](double services, double arriving, double both) {
        return together ? 1 + (both - 1) * left
                        : (1 + (services - 1) * users.openness) * std::max(1 + (arriving - 1) * left, 0.0);
    };
    const double mean =
        users.meanMs * changed(over(varied.mean(), random.meanWait()), over(inTurn.mean(), drawn.mean()),
                               over(inTurn.mean(), others.meanWait()));
    const double probability =
        std::min(users.probability * changed(over(varied.probability(), random.waitProbability()),
                                             over(inTurn.probability(), drawn.probability()),
                                             over(inTurn.probability(), others.waitProbability())),
                 1.0);
    at.exact = false;
    at.formula = "product form, and what services and turns change";
    return waitFor(users, probability, over(mean, probability) / over(users.meanMs, users.probability),
                   mix.scv());
}

void findUsersWaits(const Model& model, Index i, std::size_t p, const ArrivalShape& arrivals, State& state) {
    const Component& component = model.components[i];
    PoolState& at = state.pools[i][p];
    const double share = state.usersShare[i];
    // The mean over all is 1 less the share of users times what they do not see.
    const double unseen = share > 0 ? (1 - state.seen[i]) / share : 0;
    const auto waitFound = [&](const UsersWait& users, double seen) {
        if (model.usersExactly) {
            at.exact = true;
            at.formula = "product form, Gordon and Newell 1967";
            return waitOfUsers(users);
        }
        const std::int64_t workers = component.steady.pools[p].workers;
        const WorkMix all = mixOf(model, state, component, p);
        return stretched(waitOfUsers(users, all, seen, workers, arrivals, at), model.usersStretch);
    };
    at.wait = waitFound(component.usersWaits[p], std::max(1 - unseen, 0.0));
    if (!component.openWaits.empty()) {
        at.ranks[0].wait = at.wait;
        at.ranks[1].wait = waitFound(component.openWaits[p], 1);
    }
}

queueing::WaitDistribution waitBesideUsers(const WorkMix& mix, std::int64_t workers, double share,
                                           const ArrivalShape& arrivals, PoolState& at) {
    const queueing::WaitDistribution open = waitOf(mix, workers, arrivals, at);
    if (share == 0 || !(mix.rate() * mix.mean() > 0)) {
        return open;
    }
    constexpr double steepness = 16;
    constexpr double nothing = 1e-12;  // of a service: less would only be noise to whoever inverts it
    const queueing::MmcQueue random(mix.rate(), 1 / mix.mean(), workers);
    const double part = share * std::pow(std::min(at.utilization, 1.0), steepness);
    const double mean = open.mean() + (random.meanWait() - open.mean()) * part;
    if (!(mean > nothing * mix.mean())) {
        return open;
    }
    at.exact = at.exact && open.mean() == mean;
    return open.mean() > 0 ? stretched(open, mean / open.mean())
                           : queueing::WaitDistribution::exponential(
                                 {.probability = part, .rate = part / std::max(mean, 1e-300)});
}

queueing::WaitDistribution stretched(const queueing::WaitDistribution& wait, double factor) {
    if (factor != 1 && wait.kind() == WaitDistribution::Kind::Counted) {
        return WaitDistribution::counted(wait.probability(), wait.counts().stretched(factor));
    }
    return factor == 1 || !(wait.mean() > 0)
               ? wait
               : queueing::WaitDistribution::gamma(wait.probability(), wait.mean() * factor,
                                                   wait.variance() * factor * factor);
}

}  // namespace headroom::engine::solver
