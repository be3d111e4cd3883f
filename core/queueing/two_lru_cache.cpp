#include "core/queueing/two_lru_cache.h"

#include <algorithm>
#include <cmath>

#include "core/queueing/lru_cache.h"
#include "core/queueing/root_finding.h"

namespace headroom::queueing {

namespace {

// In the second list: asked for within `time`, and in it before or let in by the first.
double hitOfKey(double probability, double namesTime, double time) {
    const double known = lruHitOfKey(probability, namesTime);
    const double recent = lruHitOfKey(probability, time);
    return recent * known / (1.0 - recent + recent * known);
}

}  // namespace

double twoLruHitRatio(const ZipfPopularity& keys, double capacity) {
    const double names = lruByChe(keys, capacity).characteristicTime;
    if (!(capacity > 0.0) || capacity >= static_cast<double>(keys.count())) {
        return capacity > 0.0 ? 1.0 : 0.0;
    }
    const auto inside = [&](double time) {
        double sum = 0.0;
        for (const PopularityBucket& bucket : keys.buckets()) {
            sum += bucket.count * hitOfKey(bucket.probability, names, time);
        }
        return sum;
    };
    double high = 2.0 * names;
    while (inside(high) < capacity && high < 1e300) {
        high *= 2.0;
    }
    const auto f = [&](double time) { return std::log(inside(time) / capacity); };
    const double time = findRoot(f, 0.5 * capacity, high, f(0.5 * capacity), f(high), 1e-13);
    double hits = 0.0;
    for (const PopularityBucket& bucket : keys.buckets()) {
        hits += bucket.count * bucket.probability * hitOfKey(bucket.probability, names, time);
    }
    return std::min(hits, 1.0);
}

}  // namespace headroom::queueing
