#include "core/queueing/bloom_filter.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace headroom::queueing {

double bloomFalsePositives(double bits, double keys, double hashes) {
    if (!(bits > 0.0)) {
        return 1.0;
    }
    return std::pow(-std::expm1(-hashes * std::max(keys, 0.0) / bits), hashes);
}

double bloomFalsePositivesFinite(double bits, double keys, double hashes) {
    if (!(bits > 1.0)) {
        return 1.0;
    }
    return std::pow(-std::expm1(hashes * std::max(keys, 0.0) * std::log1p(-1.0 / bits)), hashes);
}

double bloomFalsePositivesExact(int bits, int keys, int hashes) {
    if (bits <= 0) {
        return 1.0;
    }
    const double m = bits;
    // P(x bits are set), thrown one after the other; the tails below 1e-18 are dropped.
    std::vector<double> set(static_cast<std::size_t>(bits) + 2, 0.0);
    set[0] = 1.0;
    std::size_t low = 0;
    std::size_t high = 0;
    for (long long thrown = 0; thrown < static_cast<long long>(keys) * hashes; ++thrown) {
        high = std::min(high + 1, static_cast<std::size_t>(bits));
        for (std::size_t x = high; x > low; --x) {
            const double from = static_cast<double>(x - 1);
            set[x] = set[x] * static_cast<double>(x) / m + set[x - 1] * (m - from) / m;
        }
        set[low] *= static_cast<double>(low) / m;
        while (low < high && set[low] < 1e-18) {
            set[low++] = 0.0;
        }
        while (high > low && set[high] < 1e-18) {
            set[high--] = 0.0;
        }
    }
    double sum = 0.0;
    for (std::size_t x = low; x <= high; ++x) {
        sum += set[x] * std::pow(static_cast<double>(x) / m, hashes);
    }
    return sum;
}

double bloomBestHashes(double bits, double keys) {
    return keys > 0.0 ? bits / keys * std::numbers::ln2 : 1.0;
}

double bloomBits(double keys, double falsePositives) {
    const double p = std::clamp(falsePositives, 1e-300, 1.0);
    return -keys * std::log(p) / (std::numbers::ln2 * std::numbers::ln2);
}

}  // namespace headroom::queueing
