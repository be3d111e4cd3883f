#include "core/queueing/lru_cache.h"

#include <cmath>
#include <limits>

#include "core/queueing/root_finding.h"

namespace headroom::queueing {

namespace {

double expectedInside(const ZipfPopularity& keys, double time) {
    double sum = 0.0;
    for (const PopularityBucket& bucket : keys.buckets()) {
        sum += bucket.count * -std::expm1(-bucket.probability * time);
    }
    return sum;
}

double findCharacteristicTime(const ZipfPopularity& keys, double capacity) {
    // At most one new key comes in per request, so the time is at least the capacity.
    double low = capacity;
    double high = 2.0 * capacity;
    while (expectedInside(keys, high) < capacity && high < 1e300) {
        low = high;
        high *= 2.0;
    }
    const auto f = [&](double time) { return std::log(expectedInside(keys, time) / capacity); };
    return findRoot(f, low, high, f(low), f(high), 1e-14);
}

}  // namespace

double lruHitOfKey(double probability, double characteristicTime) {
    return -std::expm1(-probability * characteristicTime);
}

LruAnswer lruByChe(const ZipfPopularity& keys, double capacity) {
    if (!(capacity > 0.0)) {
        return {};
    }
    if (capacity >= static_cast<double>(keys.count())) {
        return {1.0, std::numeric_limits<double>::max()};
    }
    const double time = findCharacteristicTime(keys, capacity);
    double hits = 0.0;
    for (const PopularityBucket& bucket : keys.buckets()) {
        hits += bucket.count * bucket.probability * lruHitOfKey(bucket.probability, time);
    }
    return {std::min(hits, 1.0), time};
}

}  // namespace headroom::queueing
