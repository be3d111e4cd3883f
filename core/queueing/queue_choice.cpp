#include "core/queueing/queue_choice.h"

#include <algorithm>
#include <cmath>

#include "core/queueing/constant_population.h"
#include "core/queueing/join_shortest_queue.h"
#include "core/queueing/mm_c.h"

namespace headroom::queueing {

namespace {

constexpr double mostWorkers = 4096;
constexpr double leastShare = 1e-18;
constexpr std::size_t mostPlaces = 4000;

// Share of the machines with no request at least, given that of those with all workers busy: 1 if it is
// right.
double shareFromAbove(double allBusy, double lambda, double workers, double choices) {
    double share = allBusy;
    double above = 0;
    for (double k = workers; k >= 1; --k) {
        const double before = std::pow((k * share + above) / lambda, 1 / choices);
        above += share;
        share = before;
        if (share > 1) {
            return share;
        }
    }
    return share;
}

double shareAllBusy(double utilization, double workers, double choices) {
    if (workers <= 1) {
        return utilization;
    }
    double low = -700;
    double high = 0;
    for (int i = 0; i < 80; ++i) {
        const double middle = 0.5 * (low + high);
        const double share = shareFromAbove(std::exp(middle), utilization * workers, workers, choices);
        (share > 1 ? high : low) = middle;
    }
    return std::exp(low);
}

double ratioWithMean(double mean, double count) {
    double low = -60;
    double high = 60;
    for (int i = 0; i < 60; ++i) {
        const double middle = 0.5 * (low + high);
        const double found = TruncatedGeometric{std::exp(middle), count}.meanPosition();
        (found > mean ? high : low) = middle;
    }
    return std::exp(0.5 * (low + high));
}

// Positions with that mean and, as nearly as a whole number of them allows, that variance.
TruncatedGeometric positionsWith(double mean, double variance) {
    double low = std::floor(mean) + 2;
    double high = 2000 + 20 * mean;
    while (high - low > 1) {
        const double count = std::floor(0.5 * (low + high));
        const TruncatedGeometric tried{ratioWithMean(mean, count), count};
        (tried.positionVariance() > variance ? high : low) = count;
    }
    return {ratioWithMean(mean, high), high};
}

}  // namespace

ChoiceLimit::ChoiceLimit(double utilization, double choices, std::int64_t workers)
    : workers_(std::min(static_cast<double>(workers), mostWorkers)) {
    const double rho = std::clamp(utilization, 0.0, kMaxUtilization);
    if (!(rho > 0)) {
        return;
    }
    double share = shareAllBusy(rho, workers_, choices);
    while (busy_.size() < mostPlaces && share > leastShare) {
        busy_.push_back(std::pow(share, choices));
        share = rho * busy_.back();
    }
}

double ChoiceLimit::meanWait() const {
    double sum = 0;
    for (const double busy : busy_) {
        sum += busy;
    }
    return sum / workers_;
}

double ChoiceLimit::meanPlaces() const {
    return busy_.empty() ? 1 : meanWait() * workers_ / busy_.front();
}

double ChoiceLimit::placesVariance() const {
    double square = 0;
    for (std::size_t m = 0; m < busy_.size(); ++m) {
        square += static_cast<double>(2 * m + 1) * busy_[m] / busy_.front();
    }
    return busy_.empty() ? 0 : square - meanPlaces() * meanPlaces();
}

ExponentialWait shortestQueueOfMany(const QueueChoice& queue) {
    const double n = std::max(queue.machines, 1.0);
    const auto c = static_cast<double>(queue.workers);
    if (queue.workers == 1) {
        return shortestQueue(n, queue.utilization);
    }
    const double rho = std::clamp(queue.utilization, 0.0, kMaxUtilization);
    const auto queueOf = [&](double servers) {
        return MmcQueue(rho * servers, 1, static_cast<std::int64_t>(std::max(1.0, std::round(servers))));
    };
    const MmcQueue single = queueOf(std::round(n));
    const double apart =
        single.waitProbability() > 0
            ? (shortestQueueWait(std::round(n), rho) - single.meanWait()) / single.waitProbability()
            : 0;
    const MmcQueue all = queueOf(std::round(n) * c);
    const double wait = all.meanWait() + std::max(apart, 0.0) * all.waitProbability() / c;
    const double decay = rho > 0 ? -c * std::expm1(n * std::log(rho)) : c;
    const double rate = wait > 0 ? std::min(decay, 1 / wait) : decay;
    return {.probability = wait * rate, .rate = rate};
}

namespace {

/// In service times.
struct Choice {
    double mean = 0;
    double probability = 0;
    double likeLimit = 0;  ///< squared cv of the completions that one who waits has to wait for, in the limit
    double apart = 1;      ///< 0: as in the limit, 1: as of a single queue
};

Choice choiceOf(const QueueChoice& queue) {
    const double d = std::max(queue.choices, 1.0);
    QueueChoice all = queue;
    all.machines = std::min(queue.machines, d);
    const ExponentialWait shortest = shortestQueueOfMany(all);
    if (queue.machines <= d) {
        return {.mean = shortest.mean(), .probability = shortest.probability};
    }
    const ChoiceLimit limit(queue.utilization, d, queue.workers);
    const double apart = std::pow(d / queue.machines, 1.3);
    const double places = limit.meanPlaces();
    return {
        // Of few machines at a high load the way from one to the other dips below the shortest queue of all.
        .mean = std::max(limit.meanWait() + (shortest.mean() - limit.meanWait()) * apart,
                         shortestQueueOfMany(queue).mean()),
        .probability = limit.waitProbability() + (shortest.probability - limit.waitProbability()) * apart,
        .likeLimit = limit.placesVariance() / (places * places),
        .apart = apart};
}

// What is counted behind the machines says nothing about their queues.
Choice withCounted(const Choice& choice, const QueueChoice& queue) {
    constexpr double mostSpread = 0.2;
    constexpr double halfOfIt = 0.5;
    constexpr double hindrance = 2;
    const double arrivals =
        std::clamp(queue.utilization, 0.0, kMaxUtilization) * static_cast<double>(queue.workers);
    const MmcQueue random(arrivals, 1, queue.workers);
    const double counted = arrivals * queue.behind;
    if (!(random.meanWait() > choice.mean) || !(counted > 0)) {
        return choice;
    }
    const double spread = mostSpread * counted / (halfOfIt + counted);
    const PopulationAnswer level =
        atThroughput({.workers = queue.workers, .behind = queue.behind}, arrivals, spread);
    const double part = std::min(level.meanWait / random.meanWait(), 1.0) /
                        (1 + hindrance * choice.mean / (1 + queue.behind));
    const double mean = choice.mean + (random.meanWait() - choice.mean) * part;
    // The shapes of what both make of the wait.
    const double besides =
        level.meanWait > 0 ? level.waitProbability * std::min((mean - choice.mean) / level.meanWait, 1.0) : 0;
    const double old = choice.mean / mean;
    const double levelShape =
        level.meanPlaces > 0 ? level.placesVariance / (level.meanPlaces * level.meanPlaces) : 0;
    return {.mean = mean,
            .probability = choice.probability + (1 - choice.probability) * besides,
            .likeLimit = choice.likeLimit * old + levelShape * (1 - old),
            .apart = choice.apart * old};
}

Choice countedChoiceOf(const QueueChoice& queue) {
    return queue.behind > 0 && queue.machines > 1 ? withCounted(choiceOf(queue), queue) : choiceOf(queue);
}

}  // namespace

double machinesInOneLine(const QueueChoice& queue) {
    const double most = std::max(1.0, std::round(queue.machines));
    const auto waitOf = [&](double machines) {
        const double workers = machines * static_cast<double>(queue.workers);
        return MmcQueue(queue.utilization * workers, 1, static_cast<std::int64_t>(workers)).meanWait();
    };
    const double apart = shortestQueueOfMany(queue).mean();
    const double wanted = apart > 0 ? countedChoiceOf(queue).mean * waitOf(most) / apart : 0;
    if (!(wanted > waitOf(most))) {
        return most;
    }
    double low = 1;
    double high = most;
    while (high - low > 1) {
        const double middle = std::floor(0.5 * (low + high));
        (waitOf(middle) > wanted ? low : high) = middle;
    }
    const double longer = waitOf(low);
    const double shorter = waitOf(high);
    return shorter > 0 && longer > shorter
               ? low + (high - low) *
                           std::clamp(std::log(longer / wanted) / std::log(longer / shorter), 0.0, 1.0)
               : high;
}

WaitDistribution choiceWait(const QueueChoice& queue, double serviceMean, double variation) {
    const Choice choice = countedChoiceOf(queue);
    if (!(choice.mean > 0) || !(choice.probability > 0)) {
        return WaitDistribution::none();
    }
    const double stretch = serviceMean * std::max(variation, 1e-3);
    const double places =
        std::max(1.0, choice.mean * static_cast<double>(queue.workers) / choice.probability);
    const double geometric = places * (places - 1);
    const double likeLimit = choice.likeLimit * places * places;
    const double variance = likeLimit + (geometric - likeLimit) * choice.apart;
    if (choice.apart == 1 || places - 1 < 1e-6 || variance > geometric * (1 - 1e-3)) {
        return WaitDistribution::exponential(
            {.probability = choice.probability, .rate = choice.probability / (choice.mean * stretch)});
    }
    return WaitDistribution::bounded(choice.probability, positionsWith(places - 1, variance),
                                     places * choice.probability / (choice.mean * stretch));
}

}  // namespace headroom::queueing
