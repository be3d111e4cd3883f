// The rates of an open network with feedback: lambda_j = external_j + sum_i lambda_i r_ij
// (Jackson 1957).
#pragma once

#include <span>
#include <vector>

namespace headroom::queueing {

// routing holds rows of the same length as external: routing[i * n + j] is the mean number
// of requests that go from i to j per request at i, >= 0. Empty where the loops do not
// shrink, so that no finite rates exist. Gaussian elimination, n up to a few hundred.
std::vector<double> trafficRates(std::span<const double> external, std::span<const double> routing);

}  // namespace headroom::queueing
