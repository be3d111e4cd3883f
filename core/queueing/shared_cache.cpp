#include "core/queueing/shared_cache.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "core/queueing/fifo_cache.h"
#include "core/queueing/root_finding.h"

namespace headroom::queueing {

namespace {

// Keys that are all alike still need an order.
double steepness(const CachedPopulation& p) {
    return std::max(p.exponent, 1e-4);
}

// Steps of a search for a characteristic time, in its logarithm.
constexpr double kLeastLogTime = -667.0;
constexpr double kBackwards = 9.0;
constexpr double kForwards = 1.4;

// Where `bytes` of the time come to that much. Close to the least time, as a rule.
template <typename Bytes>
double timeOf(double memoryBytes, double least, Bytes bytes) {
    const auto f = [&](double logTime) { return std::log(bytes(std::exp(logTime)) / memoryBytes); };
    double low = std::log(least);
    double atLow = f(low);
    for (; atLow > 0.0 && low > kLeastLogTime; atLow = f(low)) {
        low -= kBackwards;
    }
    double high = low + kForwards;
    double atHigh = f(high);
    for (; atHigh < 0.0 && high < -kLeastLogTime; atHigh = f(high)) {
        low = high;
        atLow = atHigh;
        high += kForwards;
    }
    return std::exp(findRoot(f, low, high, atLow, atHigh, 1e-13));
}

// The mean time until nothing has begun it anew for so long: a run of gaps.
double renewed(double life, double renewals) {
    const double expected = renewals * life;
    constexpr double endless = 690.0;
    if (!(expected > 0.0) || life == kForever) {
        return life;
    }
    return expected < endless ? std::expm1(expected) / renewals : kForever;
}

// One population that is counted out; nothing where that is not so or would take too long.
std::optional<double> exactRatio(std::span<const CachedPopulation> populations, double memoryBytes,
                                 Eviction eviction, const KeyLife& life) {
    constexpr double mostForLru = 12.0;
    constexpr double mostProduct = 2e4;
    if (populations.size() != 1 || !(memoryBytes > 0.0) || life.mean != kForever) {
        return std::nullopt;
    }
    const CachedPopulation& keys = populations.front();
    if (keys.invalidations > 0.0 || keys.fetchTime > 0.0 || !keys.kept || !keys.factors.empty()) {
        return std::nullopt;
    }
    const double places = std::min(std::floor(memoryBytes / keys.objectBytes * (1.0 + 1e-12)), keys.count);
    const auto popularity = [&] { return ZipfPopularity(std::llround(keys.count), keys.exponent); };
    if (eviction == Eviction::Lru && keys.count <= mostForLru) {
        return lruExact(popularity(), static_cast<int>(places));
    }
    const bool fifo = eviction == Eviction::Fifo || eviction == Eviction::Random;
    if (fifo && keys.count < 1e4 && keys.count * places <= mostProduct) {
        return fifoExact(popularity(), static_cast<int>(places));
    }
    return std::nullopt;
}

}  // namespace

SharedCache::SharedCache(std::span<const CachedPopulation> populations, double memoryBytes, Eviction eviction,
                         const KeyLife& life)
    : eviction_(eviction), life_(life), empty_(!(memoryBytes > 0.0)) {
    double touched = 0.0;
    for (const CachedPopulation& population : populations) {
        touched += population.touches;
    }
    for (const CachedPopulation& population : populations) {
        Population own{
            .given = population, .all = keysOf(population, !population.factors.empty()), .inside = {}};
        own.given.touches = touched > 0.0 ? population.touches : 1.0;
        own.inside = own.all;
        populations_.push_back(std::move(own));
    }
    exact_ = exactRatio(populations, memoryBytes, eviction, life).value_or(-1.0);
    if (!populations_.empty() && !empty_) {
        settle(memoryBytes);
    }
}

std::vector<SharedCache::Keys> SharedCache::keysOf(const CachedPopulation& population, bool inBuckets) {
    const std::vector<ZipfRank> ranks = inBuckets ? zipfBuckets(population.count, population.exponent)
                                                  : zipfRanks(population.count, population.exponent);
    const auto factor = [&](std::size_t i) {
        return population.factors.empty() ? 1.0 : population.factors[i];
    };
    const double all = totalWeight(ranks);
    double touched = population.factors.empty() ? all : 0.0;
    for (std::size_t i = 0; i < population.factors.size(); ++i) {
        touched += ranks[i].keys * ranks[i].weight * factor(i);
    }
    std::vector<Keys> keys;
    keys.reserve(ranks.size());
    for (std::size_t i = 0; i < ranks.size(); ++i) {
        keys.push_back({.keys = ranks[i].keys,
                        .touchShare = touched > 0.0 ? ranks[i].weight * factor(i) / touched : 0.0,
                        .invalidationShare = ranks[i].weight / all});
    }
    return keys;
}

void SharedCache::settle(double memoryBytes) {
    if (eviction_ == Eviction::Lfu) {
        isFiltered() ? keepMostUsedBuckets(memoryBytes) : keepMostUsed(memoryBytes);
        return;
    }
    if (eviction_ == Eviction::None) {
        return;
    }
    if (std::ranges::all_of(populations_, [&](const Population& p) { return endsByGaps(p); })) {
        byGaps_.emplace();
        for (const Population& p : populations_) {
            addPresence(p, false, *byGaps_);
        }
    }
    const auto less = [&](double all) { return memoryBytes < all * (1.0 - 1e-12); };
    // The names stand for as many bytes as the values do.
    if (eviction_ == Eviction::TwoLru && less(namedBytes(kForever))) {
        times_.names =
            timeOf(memoryBytes, leastTime(memoryBytes), [&](double time) { return namedBytes(time); });
    }
    const Times names = times_;
    if (less(bytes(names))) {
        times_.memory = timeOf(memoryBytes, leastTime(memoryBytes),
                               [&](double time) { return bytes({.memory = time, .names = names.names}); });
    }
}

// Sooner than it could fill with every touch a new key.
double SharedCache::leastTime(double memoryBytes) const {
    double bytesPerTime = 0.0;
    for (const Population& p : populations_) {
        bytesPerTime += p.given.kept ? p.given.touches * p.given.objectBytes : 0.0;
    }
    return std::clamp(memoryBytes / bytesPerTime, 1e-290, 1e290);
}

bool SharedCache::isFiltered() const {
    return std::ranges::any_of(populations_, [](const Population& p) { return !p.given.factors.empty(); });
}

SharedCache::Uses SharedCache::usesOf(const Population& p, const Keys& keys) {
    return {.touches = p.given.touches * keys.touchShare,
            .renewals = p.given.renewals * keys.touchShare,
            .invalidations = p.given.invalidations * keys.invalidationShare};
}

double SharedCache::stay(const Uses& uses, double time) const {
    if (life_.mean == kForever || life_.servesStale || life_.jitter == 0.0) {
        return stayOf(life_.servesStale ? kForever : life_.mean, uses, time);
    }
    // Three abscissas and weights of Gauss and Legendre on [-1, 1], weights halved.
    constexpr std::array<double, 3> x = {-0.7745966692414834, 0.0, 0.7745966692414834};
    constexpr std::array<double, 3> w = {5.0 / 18.0, 8.0 / 18.0, 5.0 / 18.0};
    double sum = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        sum += w[i] * stayOf(std::max(0.0, life_.mean + x[i] * life_.jitter), uses, time);
    }
    return sum;
}

double SharedCache::stayOf(double life, const Uses& uses, double time) const {
    StayLimits limits{.deathRate = uses.invalidations};
    (life_.fromAccess ? limits.gap : limits.deadline) = renewed(life, uses.renewals);
    if (eviction_ == Eviction::Lru || eviction_ == Eviction::TwoLru) {
        limits.gap = std::min(limits.gap, time);
    } else if (eviction_ == Eviction::Fifo) {
        limits.deadline = std::min(limits.deadline, time);
    } else if (eviction_ == Eviction::Random) {
        limits.deathRate += 1.0 / time;
    }
    return meanStay(uses.touches, limits);
}

// How often a key that is away is fetched to stay.
double SharedCache::comesBack(double touches, const Times& times) const {
    return eviction_ == Eviction::TwoLru ? -std::expm1(-touches * times.names) * touches : touches;
}

// A key is there with chance (1 - e^{-all uses * time}) times the touches among all uses.
bool SharedCache::endsByGaps(const Population& p) const {
    const bool livesForever = life_.mean == kForever || life_.servesStale;
    return eviction_ == Eviction::Lru && livesForever && p.given.fetchTime == 0.0;
}

// Of the touches of the population, or the bytes of its keys.
void SharedCache::addPresence(const Population& p, bool ofTouches, DecaySum& sum) {
    for (const Keys& keys : p.inside) {
        const double touches = p.given.touches * keys.touchShare;
        if (touches > 0.0 && p.given.kept) {
            const double all = touches + p.given.invalidations * keys.invalidationShare;
            const double each = ofTouches ? keys.touchShare : p.given.objectBytes;
            sum.add(all, keys.keys * each * touches / all);
        }
    }
}

double SharedCache::presenceOf(const Population& p, const Keys& keys, const Times& times) const {
    const double touches = p.given.touches * keys.touchShare;
    const double invalidations = p.given.invalidations * keys.invalidationShare;
    if (!(touches > 0.0) || !p.given.kept || empty_) {
        return 0.0;
    }
    if (endsByGaps(p)) {
        const double all = touches + invalidations;
        return -std::expm1(-all * times.memory) * touches / all;
    }
    return presence(comesBack(touches, times), stay(usesOf(p, keys), times.memory), p.given.fetchTime);
}

KeyFate SharedCache::fateOf(const Population& p, const Keys& keys) const {
    KeyFate fate{.found = presenceOf(p, keys, times_)};
    const double touches = p.given.touches * keys.touchShare;
    const double fetch = p.given.fetchTime;
    if (!(touches > 0.0)) {
        return fate;
    }
    const bool stays = p.given.kept && !empty_;
    const Uses uses = usesOf(p, keys);
    if (fetch > 0.0) {
        const double length = stays ? stay(uses, times_.memory) : 0.0;
        fate.underway = underway(stays ? comesBack(touches, times_) : touches, length, fetch);
    }
    if (life_.servesStale && life_.mean != kForever && stays) {
        // After each life, the first use makes one fetch, until the key leaves for another reason.
        const double whole = stayOf(kForever, uses, times_.memory);
        const double fresh = stayOf(life_.mean, uses, times_.memory);
        const double old = std::isinf(whole) ? 1.0 : 1.0 - fresh / whole;
        fate.refreshes = fate.found * old / (1.0 + touches * (renewed(life_.mean, uses.renewals) + fetch));
    }
    return fate;
}

KeyFate SharedCache::fate(std::size_t i) const {
    if (exact_ >= 0.0) {
        return {.found = exact_};
    }
    const Population& p = populations_[i];
    KeyFate sum;
    if (endsByGaps(p) && life_.mean == kForever) {
        DecaySum found;
        addPresence(p, true, found);
        return {.found = empty_ ? 0.0 : std::clamp(found.at(times_.memory), 0.0, 1.0)};
    }
    for (const Keys& keys : p.inside) {
        const KeyFate one = fateOf(p, keys);
        const double weight = keys.keys * keys.touchShare;
        sum.found += weight * one.found;
        sum.underway += weight * one.underway;
        sum.refreshes += weight * one.refreshes;
    }
    sum.found = std::clamp(sum.found, 0.0, 1.0);
    return sum;
}

std::vector<KeyFate> SharedCache::fates(std::size_t i) const {
    const Population& p = populations_[i];
    std::vector<KeyFate> fates;
    double rank = 0.0;
    for (const Keys& keys : keysOf(p.given, true)) {
        KeyFate fate = fateOf(p, keys);
        if (eviction_ == Eviction::Lfu) {
            const double fits = isFiltered() ? p.inside[fates.size()].keys / keys.keys
                                             : std::clamp((p.heads - rank) / keys.keys, 0.0, 1.0);
            fate.found *= fits;
            fate.refreshes *= fits;
        }
        fates.push_back(fate);
        rank += keys.keys;
    }
    return fates;
}

double SharedCache::hottestRate(std::size_t i) const {
    double most = 0.0;
    for (const Keys& keys : populations_[i].all) {
        most = std::max(most, populations_[i].given.touches * keys.touchShare);
    }
    return most;
}

double SharedCache::bytes(const Times& times) const {
    if (byGaps_) {
        return byGaps_->at(times.memory);
    }
    double sum = 0.0;
    for (const Population& p : populations_) {
        for (const Keys& keys : p.inside) {
            sum += p.given.objectBytes * keys.keys * presenceOf(p, keys, times);
        }
    }
    return sum;
}

double SharedCache::namedBytes(double time) const {
    double sum = 0.0;
    for (const Population& p : populations_) {
        for (const Keys& keys : p.inside) {
            const double touches = p.given.kept ? p.given.touches * keys.touchShare : 0.0;
            sum += touches > 0.0 ? p.given.objectBytes * keys.keys * -std::expm1(-touches * time) : 0.0;
        }
    }
    return sum;
}

// Only the most used keys that fit are ever there. The threshold is a rate of use, the same for all.
void SharedCache::keepMostUsed(double memoryBytes) {
    double most = 0.0;
    double least = 1e300;
    for (const Population& p : populations_) {
        if (p.given.touches > 0.0 && p.given.kept) {
            const double first = p.given.touches * p.all.front().touchShare;
            most = std::max(most, first);
            least = std::min(least, first * std::pow(p.given.count, -steepness(p.given)));
        }
    }
    const auto room = [&](double logRate) {
        keepUsedMoreThan(std::exp(logRate));
        return bytes({}) / memoryBytes - 1.0;
    };
    const double low = std::log(least) - 1e-3;
    const double high = std::log(most) + 50.0;
    const double atLow = most > 0.0 ? room(low) : 0.0;
    if (atLow > 0.0) {
        room(findRoot(room, low, high, atLow, -1.0, 1e-15, 200));
    }
}

void SharedCache::keepUsedMoreThan(double rate) {
    for (Population& p : populations_) {
        const double share = p.all.front().touchShare;  // of the first rank, whose weight is 1
        const double heads =
            p.given.touches > 0.0 ? std::pow(p.given.touches * share / rate, 1.0 / steepness(p.given)) : 0.0;
        p.heads = std::min(heads, p.given.count);
        p.inside.clear();
        for (const ZipfRank& head : zipfRanks(p.heads, p.given.exponent)) {
            p.inside.push_back({.keys = head.keys,
                                .touchShare = head.weight * share,
                                .invalidationShare = head.weight * share});
        }
    }
}

// The same where popularity does not fall with the rank: bucket by bucket, the most used first.
void SharedCache::keepMostUsedBuckets(double memoryBytes) {
    struct Place {
        double rate;
        std::size_t population;
        std::size_t bucket;
    };
    std::vector<Place> places;
    for (std::size_t i = 0; i < populations_.size(); ++i) {
        Population& p = populations_[i];
        p.inside = keysOf(p.given, true);
        for (std::size_t b = 0; b < p.inside.size(); ++b) {
            places.push_back({p.given.touches * p.inside[b].touchShare, i, b});
        }
    }
    std::ranges::stable_sort(places, std::ranges::greater(), &Place::rate);
    double left = memoryBytes;
    for (const Place& place : places) {
        Population& p = populations_[place.population];
        Keys& keys = p.inside[place.bucket];
        const double wanted = p.given.objectBytes * keys.keys * presenceOf(p, keys, {});
        const double fits = wanted > left ? left / wanted : 1.0;
        keys.keys *= wanted > 0.0 ? fits : 0.0;
        left = std::max(0.0, left - wanted);
    }
}

std::vector<double> sharedCacheHitRatios(std::span<const CachedPopulation> populations, double memoryBytes,
                                         Eviction eviction, const KeyLife& life) {
    const SharedCache cache(populations, memoryBytes, eviction, life);
    std::vector<double> ratios;
    for (std::size_t i = 0; i < populations.size(); ++i) {
        ratios.push_back(cache.fate(i).found);
    }
    return ratios;
}

}  // namespace headroom::queueing
