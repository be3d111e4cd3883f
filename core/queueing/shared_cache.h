// Hit ratios of one memory that several populations of keys share, each with its own
// popularity, object size and rates. A key is there as long as its stay lasts, which a
// characteristic time of the whole memory ends: LRU by a gap between uses of that length
// (Che, Tung, Wang 2002; with invalidations as in Fofack et al. 2012), FIFO by that age and
// RANDOM at that rate (Fricker, Robert, Roberts 2012), 2-LRU with a first list of names
// (Martina, Garetto, Leonardi 2014). LFU keeps the keys that are used most.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/queueing/cache_stay.h"
#include "core/queueing/decay_sum.h"
#include "core/queueing/zipf_ranks.h"

namespace headroom::queueing {

struct CachedPopulation {
    double count = 1.0;          // keys, 1 .. 1e15
    double exponent = 0.0;       // Zipf, 0 .. 20
    double objectBytes = 1.0;    // > 0
    double touches = 0.0;        // reads and refreshing writes, 1/time; they leave the key behind
    double renewals = 0.0;       // those of the touches that begin its life anew, as writes do
    double invalidations = 0.0;  // 1/time; they take it away
    double fetchTime = 0.0;      // from a miss until the value is there
    bool kept = true;            // false: nothing of it is ever there
    // By bucket of zipfBuckets: how often a key is touched, over what Zipf's law says. Empty: as that says.
    // Such as is left of a popularity behind another cache.
    std::vector<double> factors{};
};

// Which key leaves when there is no room.
enum class Eviction : std::uint8_t {
    Lru,
    Lfu,  // of those ever asked for, counted for good: a key that comes in may be the one that leaves
    Fifo,
    Random,
    TwoLru,  // least recently used, but a key comes in only if a list of names of that size has it
    None     // none: there is always room
};

// How long a value may be kept, in the unit of the rates' inverse.
struct KeyLife {
    double mean = kForever;
    double jitter = 0.0;       // drawn evenly from mean - jitter to mean + jitter
    bool fromAccess = false;   // every use begins it anew; else it begins when the key comes in
    bool servesStale = false;  // what is too old stays, and the first use of it sets off a fetch
};

// What becomes of the touches of a key, as shares of them.
struct KeyFate {
    double found = 0.0;
    double underway = 0.0;   // not found, but being fetched already
    double refreshes = 0.0;  // found too old, with a fetch set off
};

// One such memory. Range: memoryBytes >= 0, rates 0 .. 1e15 in any one unit. Where nothing
// is touched at all, as if all populations were read alike. Exact (King 1971, Gelenbe 1973)
// for one population without invalidations, lives and fetch times that is small: LRU up to
// 12 keys, FIFO and RANDOM up to 20000 for keys times those that fit.
class SharedCache {
  public:
    SharedCache(std::span<const CachedPopulation> populations, double memoryBytes,
                Eviction eviction = Eviction::Lru, const KeyLife& life = {});

    // Over all touches of the i-th population.
    KeyFate fate(std::size_t i) const;
    // Key by key, by bucket of zipfBuckets.
    std::vector<KeyFate> fates(std::size_t i) const;

    // Touches of the key of it that is touched most, 1/time.
    double hottestRate(std::size_t i) const;

  private:
    // Characteristic times, of the memory and of the list of names before it.
    struct Times {
        double memory = kForever;
        double names = kForever;
    };
    struct Keys {
        double keys = 0.0;  // how many; see ZipfRank
        double touchShare = 0.0;
        double invalidationShare = 0.0;
    };
    struct Population {
        CachedPopulation given;
        std::vector<Keys> all;
        std::vector<Keys> inside;  // those that the memory has an eye on
        double heads = 0.0;        // LFU: so many of the most popular fit
    };

    static std::vector<Keys> keysOf(const CachedPopulation& population, bool inBuckets);
    void settle(double memoryBytes);
    // What ends the stay of one key besides its life, at these rates.
    struct Uses {
        double touches = 0.0;
        double renewals = 0.0;
        double invalidations = 0.0;
    };
    static Uses usesOf(const Population& p, const Keys& keys);
    double stay(const Uses& uses, double time) const;
    double stayOf(double life, const Uses& uses, double time) const;
    double comesBack(double touches, const Times& times) const;
    double presenceOf(const Population& p, const Keys& keys, const Times& times) const;
    KeyFate fateOf(const Population& p, const Keys& keys) const;
    bool endsByGaps(const Population& p) const;
    static void addPresence(const Population& p, bool ofTouches, DecaySum& sum);
    double bytes(const Times& times) const;
    double namedBytes(double time) const;
    double leastTime(double memoryBytes) const;
    bool isFiltered() const;
    void keepMostUsed(double memoryBytes);
    void keepUsedMoreThan(double rate);
    void keepMostUsedBuckets(double memoryBytes);

    Eviction eviction_;
    KeyLife life_;
    Times times_;
    bool empty_;           // there is no memory at all
    double exact_ = -1.0;  // the hit ratio that was counted out; negative: none was
    std::vector<Population> populations_;
    std::optional<DecaySum> byGaps_;  // the bytes that are there, where only gaps end a stay
};

// The hit ratio of each population.
std::vector<double> sharedCacheHitRatios(std::span<const CachedPopulation> populations, double memoryBytes,
                                         Eviction eviction = Eviction::Lru, const KeyLife& life = {});

}  // namespace headroom::queueing
