// Bloom filters: how often an absent key is taken for a present one.
#pragma once

namespace headroom::queueing {

// (1 - e^{-k n / m})^k for m bits, n keys, k hashes (Bloom 1970; Broder, Mitzenmacher
// 2004). Any size; an overfilled filter says yes to everything. 1e-6 off from 1e6 bits on.
double bloomFalsePositives(double bits, double keys, double hashes);

// The same with the chance that a bit stays clear written as (1 - 1/m)^{k n}.
double bloomFalsePositivesFinite(double bits, double keys, double hashes);

// Exact, over the distribution of the number of bits set (Bose et al. 2008). Costs hashes
// times keys times the root of bits: for filters up to about 1e6 bits.
double bloomFalsePositivesExact(int bits, int keys, int hashes);

// (m / n) ln 2, the best number of hashes, not rounded.
double bloomBestHashes(double bits, double keys);
// Bits for n keys and that share of false positives with the best number of hashes:
// -n ln p / (ln 2)^2.
double bloomBits(double keys, double falsePositives);

}  // namespace headroom::queueing
