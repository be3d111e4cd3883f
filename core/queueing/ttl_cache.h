// Caches without a limit of room whose entries expire (Jung, Berger, Balakrishnan 2003;
// Fofack et al. 2012), and the stampede when one does. Exact for Poisson requests.
#pragma once

#include "core/queueing/zipf_popularity.h"

namespace headroom::queueing {

enum class TtlKind {
    FromFill,    // a fixed life from the miss that brought the key in
    FromAccess,  // every access begins it anew
};

// Hit probability of a key asked for at `rate` (1/time). FromFill: r T / (1 + r T), which
// depends on the mean of a jittered life alone; FromAccess: 1 - e^{-r T} for a fixed one.
double ttlHitOfKey(double rate, double ttl, TtlKind kind);

struct TtlAnswer {
    double hitRatio = 0.0;
    double originRate = 0.0;  // misses, 1/time
    double keysCached = 0.0;  // mean number of live entries
};
TtlAnswer ttlCache(const ZipfPopularity& keys, double requestRate, double ttl, TtlKind kind);

// Requests for a key that miss together when it expires and takes fetchTime on average to
// come back: the first, and all that arrive meanwhile.
double stampedeSize(double keyRate, double fetchTime);

}  // namespace headroom::queueing
