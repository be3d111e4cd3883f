// Hit ratios of one memory that several populations of keys share, each with its own
// popularity, object size and rates. A key is there as long as its stay lasts, which a
// characteristic time of the whole memory ends: LRU by a gap between uses of that length
// (Che, Tung, Wang 2002; with invalidations as in Fofack et al. 2012), FIFO by that age and
// RANDOM at that rate (Fricker, Robert, Roberts 2012), 2-LRU with a first list of names
// (Martina, Garetto, Leonardi 2014). LFU keeps the keys that are used most.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/queueing/cache_stay.h"

namespace headroom::queueing {

struct CachedPopulation {
    double count = 1.0;          // keys, 1 .. 1e15
    double exponent = 0.0;       // Zipf, 0 .. 20
    double objectBytes = 1.0;    // > 0
    double touches = 0.0;        // reads and refreshing writes, 1/time; they leave the key behind
    double invalidations = 0.0;  // 1/time; they take it away
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
    double jitter = 0.0;      // drawn evenly from mean - jitter to mean + jitter
    bool fromAccess = false;  // every use begins it anew; else it begins when the key comes in
};

// The hit ratio of each population. Range: memoryBytes >= 0, rates 0 .. 1e15 in any one
// unit. Where nothing is touched at all, as if all populations were read alike. Exact
// (King 1971, Gelenbe 1973) for one population without invalidations and lives that is
// small: LRU up to 12 keys, FIFO and RANDOM up to 20000 for keys times those that fit.
std::vector<double> sharedCacheHitRatios(std::span<const CachedPopulation> populations, double memoryBytes,
                                         Eviction eviction = Eviction::Lru, const KeyLife& life = {});

}  // namespace headroom::queueing
