// Hit ratios of caches that replace in order of arrival or at random: the same under
// independent requests (Gelenbe 1973).
#pragma once

#include "core/queueing/zipf_popularity.h"

namespace headroom::queueing {

// By the fixed point sum of p T / (1 + p T) = capacity (Fricker, Robert, Roberts 2012):
// 0.003 low for a capacity of 10, 4e-5 for 1000. capacity in objects, fractions allowed.
double fifoByFixedPoint(const ZipfPopularity& keys, double capacity);

// Exact, from the product form, at the cost of keys times capacity: for small caches (the
// product up to about 1e8). Whole objects; the keys must be fewer than 1e4.
double fifoExact(const ZipfPopularity& keys, int capacity);

// LRU and FIFO with so few keys that every content can be counted (King 1971): 1 .. 20
// keys, exact.
double lruExact(const ZipfPopularity& keys, int capacity);

}  // namespace headroom::queueing
