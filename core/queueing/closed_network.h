// Closed workloads: a fixed number of customers who think, then wait for an answer.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/queueing/root_finding.h"

namespace headroom::queueing {

struct ClosedStation {
    double demand = 0.0;   // service time per visit times visits, of one customer cycle, >= 0
    double servers = 1.0;  // >= 1; more than one by Seidmann's split (1987) into a single
                           // server of demand / servers and a delay for the rest
};

struct ClosedAnswer {
    double throughput = 0.0;         // cycles per time
    double response = 0.0;           // time per cycle without thinking; R = N / X - Z
    std::vector<double> residences;  // per station, adding up to response
    std::vector<double> queues;      // mean number at each station
};

// Exact mean value analysis (Reiser, Lavenberg 1980) for single servers; population
// 0 .. 1e7, thinkTime >= 0. Costs population times stations.
ClosedAnswer meanValueAnalysis(std::span<const ClosedStation> stations, double thinkTime,
                               std::int64_t population);

// Schweitzer's fixed point (1979), for populations of any size, fractional ones too: at
// most 7 % low (random networks), where N is about the sum of demands over the largest; exact for
// N = 1 and in the limit of many.
ClosedAnswer schweitzerMva(std::span<const ClosedStation> stations, double thinkTime, double population);

// Machine repairman, M/M/c//N: exact, for one station of c exponential servers.
// serviceRate > 0, servers 1 .. 1e9, population 0 .. 1e7, thinkTime > 0.
ClosedAnswer machineRepairman(std::int64_t population, double thinkTime, double serviceRate,
                              std::int64_t servers);

// Asymptotic bounds of throughput: min(N / (D + Z), 1 / D_max), and the population where
// both meet (Denning, Buzen 1978).
struct ClosedBounds {
    double throughput = 0.0;
    double knee = 0.0;
};
ClosedBounds closedBounds(std::span<const ClosedStation> stations, double thinkTime, double population);

// The rate x in 0 .. most with x (thinkTime + response(x)) = population, for a response
// that rises with the rate; `most` where even that leaves customers over.
template <typename Response>
double populationFixedPoint(double population, double thinkTime, Response response, double most) {
    const auto f = [&](double x) { return x * (thinkTime + response(x)) - population; };
    const double end = f(most);
    return end <= 0.0 || !(population > 0.0) ? (population > 0.0 ? most : 0.0)
                                             : findRoot(f, 0.0, most, -population, end, 1e-12);
}

}  // namespace headroom::queueing
