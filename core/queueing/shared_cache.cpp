#include "core/queueing/shared_cache.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "core/queueing/fifo_cache.h"
#include "core/queueing/root_finding.h"
#include "core/queueing/zipf_ranks.h"

namespace headroom::queueing {

namespace {

// Characteristic times, of the memory and of the list of names before it.
struct Times {
    double memory = kForever;
    double names = kForever;
};

// Presence of one key by its rates.
class KeyPresence {
  public:
    KeyPresence(Eviction eviction, const KeyLife& life) : eviction_(eviction), life_(life) {}

    bool livesForever() const { return life_.mean == kForever; }

    double at(double touches, double invalidations, const Times& times) const {
        if (!(touches > 0.0)) {
            return 0.0;
        }
        if (eviction_ == Eviction::Lru && livesForever()) {
            const double all = touches + invalidations;
            return -std::expm1(-all * times.memory) * touches / all;
        }
        const double letIn =
            eviction_ == Eviction::TwoLru ? -std::expm1(-touches * times.names) * touches : touches;
        return presence(letIn, stay(touches, invalidations, times.memory));
    }

  private:
    double stay(double touches, double invalidations, double time) const {
        if (livesForever() || life_.jitter == 0.0) {
            return stayOf(life_.mean, touches, invalidations, time);
        }
        // Three abscissas and weights of Gauss and Legendre on [-1, 1], weights halved.
        constexpr std::array<double, 3> x = {-0.7745966692414834, 0.0, 0.7745966692414834};
        constexpr std::array<double, 3> w = {5.0 / 18.0, 8.0 / 18.0, 5.0 / 18.0};
        double sum = 0.0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            sum +=
                w[i] * stayOf(std::max(0.0, life_.mean + x[i] * life_.jitter), touches, invalidations, time);
        }
        return sum;
    }

    double stayOf(double life, double touches, double invalidations, double time) const {
        StayLimits limits{.deathRate = invalidations};
        (life_.fromAccess ? limits.gap : limits.deadline) = life;
        if (eviction_ == Eviction::Lru || eviction_ == Eviction::TwoLru) {
            limits.gap = std::min(limits.gap, time);
        } else if (eviction_ == Eviction::Fifo) {
            limits.deadline = std::min(limits.deadline, time);
        } else if (eviction_ == Eviction::Random) {
            limits.deathRate += 1.0 / time;
        }
        return meanStay(touches, limits);
    }

    Eviction eviction_;
    KeyLife life_;
};

// Steps of a search for a characteristic time, in its logarithm.
constexpr double kLeastLogTime = -667.0;
constexpr double kBackwards = 9.0;
constexpr double kForwards = 1.4;

struct Population {
    CachedPopulation keys;
    double weight = 1.0;           // of all its ranks
    std::vector<ZipfRank> inside;  // those that the memory has an eye on
};

class SharedMemory {
  public:
    SharedMemory(std::span<const CachedPopulation> populations, Eviction eviction, const KeyLife& life)
        : presence_(eviction, life) {
        double touched = 0.0;
        for (const CachedPopulation& population : populations) {
            touched += population.touches;
        }
        for (const CachedPopulation& population : populations) {
            Population own{.keys = population, .inside = zipfRanks(population.count, population.exponent)};
            own.keys.touches = touched > 0.0 ? population.touches : 1.0;
            own.weight = totalWeight(own.inside);
            populations_.push_back(std::move(own));
        }
    }

    // Of a population's keys inside: how many, or (weighted) how many requests find theirs.
    double found(std::size_t i, const Times& times, bool weighted) const {
        const Population& p = populations_[i];
        double sum = 0.0;
        for (const ZipfRank& rank : p.inside) {
            const double share = rank.weight / p.weight;
            sum += rank.keys * (weighted ? share : 1.0) *
                   presence_.at(p.keys.touches * share, p.keys.invalidations * share, times);
        }
        return sum;
    }

    double bytes(const Times& times) const {
        double sum = 0.0;
        for (std::size_t i = 0; i < populations_.size(); ++i) {
            sum += populations_[i].keys.objectBytes * found(i, times, false);
        }
        return sum;
    }

    // Where the names stand for as many bytes as the values do.
    double namesTime(double memoryBytes) const {
        const SharedMemory names(*this, KeyPresence(Eviction::Lru, {}));
        return names.fits(memoryBytes) ? kForever
                                       : timeOf(memoryBytes, leastTime(memoryBytes),
                                                [&](double time) { return names.bytes({.memory = time}); });
    }

    bool fits(double memoryBytes) const { return memoryBytes >= bytes({}) * (1.0 - 1e-12); }

    double memoryTime(double memoryBytes, double names) const {
        if (!(memoryBytes < bytes({.names = names}) * (1.0 - 1e-12))) {
            return kForever;
        }
        return timeOf(memoryBytes, leastTime(memoryBytes),
                      [&](double time) { return bytes({.memory = time, .names = names}); });
    }

    // Only the most used keys that fit are ever there. The threshold is a rate of use, the same for all.
    void keepMostUsed(double memoryBytes) {
        double most = 0.0;
        double least = 1e300;
        for (const Population& p : populations_) {
            if (p.keys.touches > 0.0) {
                most = std::max(most, rateOfFirst(p));
                least = std::min(least, rateOfFirst(p) * std::pow(p.keys.count, -steepness(p)));
            }
        }
        const auto room = [&](double logRate) {
            keepUsedMoreThan(std::exp(logRate));
            return bytes({}) / memoryBytes - 1.0;
        };
        const double low = std::log(least) - 1e-3;
        const double high = std::log(most) + 50.0;
        const double atLow = room(low);
        if (atLow > 0.0) {
            room(findRoot(room, low, high, atLow, -1.0, 1e-15, 200));
        }
    }

  private:
    SharedMemory(const SharedMemory& other, const KeyPresence& presence)
        : presence_(presence), populations_(other.populations_) {
        for (Population& population : populations_) {
            population.keys.invalidations = 0.0;
        }
    }

    // Sooner than it could fill with every touch a new key.
    double leastTime(double memoryBytes) const {
        double bytesPerTime = 0.0;
        for (const Population& p : populations_) {
            bytesPerTime += p.keys.touches * p.keys.objectBytes;
        }
        return std::clamp(memoryBytes / bytesPerTime, 1e-290, 1e290);
    }

    // Where `bytes` of the time come to that much. Close to the least time, as a rule.
    template <typename Bytes>
    static double timeOf(double memoryBytes, double least, Bytes bytes) {
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

    // Keys that are all alike still need an order.
    static double steepness(const Population& p) { return std::max(p.keys.exponent, 1e-4); }
    static double rateOfFirst(const Population& p) { return p.keys.touches / p.weight; }

    void keepUsedMoreThan(double rate) {
        for (Population& p : populations_) {
            const double heads =
                p.keys.touches > 0.0 ? std::pow(rateOfFirst(p) / rate, 1.0 / steepness(p)) : 0.0;
            p.inside = zipfRanks(std::min(heads, p.keys.count), p.keys.exponent);
        }
    }

    KeyPresence presence_;
    std::vector<Population> populations_;
};

// One population that is counted out; nothing where that is not so or would take too long.
std::optional<double> exactRatio(std::span<const CachedPopulation> populations, double memoryBytes,
                                 Eviction eviction, const KeyLife& life) {
    constexpr double mostForLru = 12.0;
    constexpr double mostProduct = 2e4;
    const CachedPopulation& keys = populations.front();
    if (populations.size() > 1 || keys.invalidations > 0.0 || life.mean != kForever) {
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

std::vector<double> sharedCacheHitRatios(std::span<const CachedPopulation> populations, double memoryBytes,
                                         Eviction eviction, const KeyLife& life) {
    std::vector<double> ratios(populations.size(), 0.0);
    if (populations.empty() || !(memoryBytes > 0.0)) {
        return ratios;
    }
    if (const auto exact = exactRatio(populations, memoryBytes, eviction, life)) {
        return {*exact};
    }
    SharedMemory memory(populations, eviction, life);
    Times times;
    if (eviction == Eviction::Lfu) {
        memory.keepMostUsed(memoryBytes);
    } else if (eviction != Eviction::None) {
        times.names = eviction == Eviction::TwoLru ? memory.namesTime(memoryBytes) : kForever;
        times.memory = memory.memoryTime(memoryBytes, times.names);
    }
    for (std::size_t i = 0; i < populations.size(); ++i) {
        ratios[i] = std::clamp(memory.found(i, times, true), 0.0, 1.0);
    }
    return ratios;
}

}  // namespace headroom::queueing
