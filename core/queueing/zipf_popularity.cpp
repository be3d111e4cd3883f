#include "core/queueing/zipf_popularity.h"

#include <algorithm>
#include <cmath>

namespace headroom::queueing {

namespace {

constexpr std::int64_t kExactRanks = 10'000;
// Buckets of one part in 256 of their first rank: over one, p changes by under
// 0.4 % * exponent, and the mean over the bucket takes the first order out.
constexpr std::int64_t kBucketsPerRank = 256;

// Sum of i^{-a} over first .. last by Euler-Maclaurin; first >= 1e4 makes the next
// term smaller than 1e-20 of the sum.
double powerSum(double first, double last, double a) {
    const double ratio = std::log(last / first);
    const double x = (1.0 - a) * ratio;
    const double stretched = x == 0.0 ? ratio : ratio * std::expm1(x) / x;
    const double f = std::pow(first, -a);
    const double l = std::pow(last, -a);
    const double integral = f * first * stretched;
    return integral + 0.5 * (f + l) + a / 12.0 * (f / first - l / last);
}

}  // namespace

ZipfPopularity::ZipfPopularity(std::int64_t count, double exponent)
    : count_(std::clamp<std::int64_t>(count, 1, 1'000'000'000'000'000)),
      exponent_(std::clamp(exponent, 0.0, 20.0)) {
    std::int64_t rank = 1;
    double sum = 0.0;
    for (; rank <= std::min(count_, kExactRanks); ++rank) {
        const double weight = std::pow(static_cast<double>(rank), -exponent_);
        buckets_.push_back({1.0, weight});
        sum += weight;
    }
    while (rank <= count_) {
        const std::int64_t width =
            std::min(std::max<std::int64_t>(rank / kBucketsPerRank, 1), count_ - rank + 1);
        const double first = static_cast<double>(rank);
        const double keys = static_cast<double>(width);
        const double mass = powerSum(first, first + keys - 1.0, exponent_);
        buckets_.push_back({keys, mass / keys});
        sum += mass;
        rank += width;
    }
    normalization_ = sum;
    for (PopularityBucket& bucket : buckets_) {
        bucket.probability /= sum;
    }
}

double ZipfPopularity::probability(double rank) const {
    return std::pow(std::clamp(rank, 1.0, static_cast<double>(count_)), -exponent_) / normalization_;
}

double ZipfPopularity::headMass(double heads) const {
    double left = std::clamp(heads, 0.0, static_cast<double>(count_));
    double mass = 0.0;
    for (const PopularityBucket& bucket : buckets_) {
        const double taken = std::min(left, bucket.count);
        mass += taken * bucket.probability;
        left -= taken;
        if (left <= 0.0) {
            break;
        }
    }
    return std::min(mass, 1.0);
}

}  // namespace headroom::queueing
