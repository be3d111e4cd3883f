#include "core/queueing/ttl_cache.h"

#include <algorithm>
#include <cmath>

namespace headroom::queueing {

double ttlHitOfKey(double rate, double ttl, TtlKind kind) {
    const double asked = std::max(rate, 0.0) * std::max(ttl, 0.0);
    if (kind == TtlKind::FromAccess) {
        return -std::expm1(-asked);
    }
    return std::isfinite(asked) ? asked / (1.0 + asked) : 1.0;
}

TtlAnswer ttlCache(const ZipfPopularity& keys, double requestRate, double ttl, TtlKind kind) {
    TtlAnswer answer;
    double misses = 0.0;
    for (const PopularityBucket& bucket : keys.buckets()) {
        const double hit = ttlHitOfKey(requestRate * bucket.probability, ttl, kind);
        misses += bucket.count * bucket.probability * (1.0 - hit);
        answer.keysCached += bucket.count * hit;  // what a Poisson request sees is the time average
    }
    answer.hitRatio = std::clamp(1.0 - misses, 0.0, 1.0);
    answer.originRate = requestRate * misses;
    return answer;
}

double stampedeSize(double keyRate, double fetchTime) {
    return 1.0 + std::max(keyRate, 0.0) * std::max(fetchTime, 0.0);
}

}  // namespace headroom::queueing
