// The k-th of n independent like times: quorums, fan-outs, the slowest shard. Works on
// probabilities, so the times may have any distribution.
#pragma once

#include <cstdint>

namespace headroom::queueing {

// P(at least k of n are done) when each is with probability done. n 0 .. 1e9; k <= 0 is
// certain, k > n impossible.
double kthOfN(double done, double k, double n);

// The probability each of n must be done with for kthOfN to be p: the percentile of one
// time that is percentile p of the k-th of n. 1 <= k <= n; p in [0, 1].
double kthOfNLeaf(double p, double k, double n);

// Mean of the k-th of n exponential times of mean 1: 1/n + ... + 1/(n - k + 1) (Renyi
// 1953); k = n gives the harmonic number. 0 <= k <= n; fractional ones are interpolated.
double kthOfNExponentialMean(double k, double n);

// P(at least k of n are done) when each is not done yet with `notYet`, but not independently: all of any j
// are not with notYet^(j^alpha), the copula of Gumbel (1960). alpha 1 is independence. 1 <= k <= n <=
// mostTogether whole numbers, alpha in (0, 1].
double kthOfNTogether(double notYet, double k, double n, double alpha);
constexpr double mostTogether = 15;

// P(at least one of n is slow): 1 - (1 - slow)^n (Dean, Barroso 2013).
double anySlow(double slow, double n);

}  // namespace headroom::queueing
