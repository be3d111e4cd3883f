// Popularity of keys: Zipf's law p_i ~ i^{-exponent}, i = 1 .. count.
#pragma once

#include <cstdint>
#include <vector>

namespace headroom::queueing {

// Keys that are asked for about equally often, treated as one.
struct PopularityBucket {
    double count = 0.0;        // keys in it (fractional counts do not occur below 2^53)
    double probability = 0.0;  // of ONE of them, the mean over the bucket
};

class ZipfPopularity {
  public:
    // Range: count 1 .. 1e15, exponent 0 .. 20. The first 1e4 ranks are exact, those
    // beyond are bucketed geometrically, so that 1e9 keys cost no more than 1e5.
    ZipfPopularity(std::int64_t count, double exponent);

    std::int64_t count() const { return count_; }
    double exponent() const { return exponent_; }
    const std::vector<PopularityBucket>& buckets() const { return buckets_; }  // most popular first
    // P(the key of rank i is asked for), i = 1 .. count.
    double probability(double rank) const;
    // Share of the requests that goes to the most popular keys: the hit ratio of a
    // perfect LFU. heads may be fractional; clamped to [0, count].
    double headMass(double heads) const;

  private:
    std::int64_t count_;
    double exponent_;
    double normalization_ = 1.0;  // sum of i^{-exponent}
    std::vector<PopularityBucket> buckets_;
};

}  // namespace headroom::queueing
