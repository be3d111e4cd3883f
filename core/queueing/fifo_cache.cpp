#include "core/queueing/fifo_cache.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "core/queueing/root_finding.h"

namespace headroom::queueing {

namespace {

double inside(const ZipfPopularity& keys, double time) {
    double sum = 0.0;
    for (const PopularityBucket& bucket : keys.buckets()) {
        const double z = bucket.probability * time;
        sum += bucket.count * z / (1.0 + z);
    }
    return sum;
}

// T of the fixed point, for 0 < capacity < keys.
double characteristicTime(const ZipfPopularity& keys, double capacity) {
    double high = 2.0 * capacity;
    while (inside(keys, high) < capacity && high < 1e300) {
        high *= 2.0;
    }
    const auto f = [&](double time) { return std::log(inside(keys, time) / capacity); };
    const double low = 0.5 * capacity;
    return findRoot(f, low, high, f(low), f(high), 1e-14);
}

bool isFull(const ZipfPopularity& keys, double capacity) {
    return capacity >= static_cast<double>(keys.count());
}

}  // namespace

double fifoByFixedPoint(const ZipfPopularity& keys, double capacity) {
    if (!(capacity > 0.0) || isFull(keys, capacity)) {
        return capacity > 0.0 ? 1.0 : 0.0;
    }
    const double time = characteristicTime(keys, capacity);
    double hits = 0.0;
    for (const PopularityBucket& bucket : keys.buckets()) {
        const double z = bucket.probability * time;
        hits += bucket.count * bucket.probability * z / (1.0 + z);
    }
    return std::min(hits, 1.0);
}

double fifoExact(const ZipfPopularity& keys, int capacity) {
    if (capacity <= 0 || isFull(keys, capacity)) {
        return capacity > 0 ? 1.0 : 0.0;
    }
    // A content S has probability proportional to the product of its p, so the miss ratio
    // is (C + 1) e_{C+1} / e_C with the elementary symmetric polynomials of the p. Scaled
    // by T they are the probabilities that C + 1 and C of independent coins with odds p T
    // fall on heads, which no double loses.
    const double time = characteristicTime(keys, capacity);
    const auto places = static_cast<std::size_t>(capacity) + 1;
    std::vector<double> heads(places + 1, 0.0);
    heads[0] = 1.0;
    for (const PopularityBucket& key : keys.buckets()) {
        const double odds = key.probability * time;
        const double yes = odds / (1.0 + odds);
        for (std::size_t i = places; i > 0; --i) {
            heads[i] += yes * (heads[i - 1] - heads[i]);
        }
        heads[0] *= 1.0 - yes;
    }
    return 1.0 - static_cast<double>(places) / time * heads[places] / heads[places - 1];
}

double lruExact(const ZipfPopularity& keys, int capacity) {
    const auto n = static_cast<unsigned>(keys.count());
    if (capacity <= 0 || isFull(keys, capacity) || n > 20) {
        return capacity > 0 ? 1.0 : 0.0;
    }
    // The order of last use is that of drawing without replacement, so the chance that a
    // set is on top is that of its last drawn key after the others.
    std::vector<double> onTop(std::size_t{1} << n, 0.0);
    std::vector<double> mass(onTop.size(), 0.0);
    onTop[0] = 1.0;
    double hits = 0.0;
    for (unsigned set = 1; set < onTop.size(); ++set) {
        const unsigned first = set & (~set + 1);
        mass[set] = mass[set ^ first] + keys.probability(std::countr_zero(set) + 1);
        if (std::popcount(set) > capacity) {
            continue;
        }
        for (unsigned left = set; left != 0; left &= left - 1) {
            const unsigned rest = set ^ (left & (~left + 1));
            onTop[set] += onTop[rest] * keys.probability(std::countr_zero(left) + 1) / (1.0 - mass[rest]);
        }
        hits += std::popcount(set) == capacity ? onTop[set] * mass[set] : 0.0;
    }
    return hits;
}

}  // namespace headroom::queueing
