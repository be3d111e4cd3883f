// The ranks of Zipf's law for sums over keys that cost the same for 1e12 keys as for 1e5:
// the first 64 one by one, those beyond by an integral (Gauss-Legendre over the logarithm
// of the rank, relative error below 1e-7).
#pragma once

#include <vector>

namespace headroom::queueing {

// Keys of one popularity.
struct ZipfRank {
    double keys = 0.0;    // how many; those of the corrections of the integral may be negative
    double weight = 0.0;  // of one, rank^{-exponent}
};

// The `count` most popular ranks, 0 <= count <= 1e15, exponent 0 .. 20. A fractional count
// takes that part of its last key.
std::vector<ZipfRank> zipfRanks(double count, double exponent);

// All `count` ranks, 1 .. 1e15, in buckets that hold nothing negative, for sums of what is
// known of each key: the first 64 one by one, then up to 1.5 % wide. The weight is the mean
// of the bucket to 1e-5.
std::vector<ZipfRank> zipfBuckets(double count, double exponent);

// Sum of keys times weight.
double totalWeight(const std::vector<ZipfRank>& ranks);

}  // namespace headroom::queueing
