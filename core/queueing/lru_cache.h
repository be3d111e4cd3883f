// Hit ratio of a least-recently-used cache under independent requests (Che, Tung, Wang
// 2002; Fricker, Robert, Roberts 2012): a key is found if it was asked for within the
// characteristic time. An approximation: within 0.0011 for a capacity of 10, 1e-4 from
// 1000 on.
#pragma once

#include "core/queueing/zipf_popularity.h"

namespace headroom::queueing {

struct LruAnswer {
    double hitRatio = 0.0;  // 0 .. 1
    // In requests; divide by the request rate for time. 0 for capacity 0, and
    // infinite residence (capacity >= keys) is given as the largest double.
    double characteristicTime = 0.0;
};

// capacity in objects, fractions allowed, any value >= 0. From the number of keys on
// the hit ratio is 1.
LruAnswer lruByChe(const ZipfPopularity& keys, double capacity);

// Hit probability of one key that gets the given share of the requests.
double lruHitOfKey(double probability, double characteristicTime);

}  // namespace headroom::queueing
