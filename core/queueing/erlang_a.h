// M/M/c+M, Erlang-A: who waits gives up after an exponential patience and is lost; no
// work is done for the lost (Palm 1957; Garnett, Mandelbaum, Reiman 2002). Exact, at any
// load.
#pragma once

#include <cstdint>

namespace headroom::queueing {

struct ErlangAAnswer {
    double waitProbability = 0.0;  // P(all servers busy on arrival)
    double abandoned = 0.0;        // share of all arrivals
    double queueLength = 0.0;      // mean waiting
    double meanWait = 0.0;         // time in queue of all arrivals, served or not
    double throughput = 0.0;       // served, 1/time
    double utilization = 0.0;      // 0 .. 1
};

// Range: rates in 1/time, arrivalRate 0 .. 1e15, serviceRate of one server and
// patienceRate > 0 (one over the mean patience), servers 1 .. 1e9.
ErlangAAnswer erlangA(double arrivalRate, double serviceRate, std::int64_t servers, double patienceRate);

}  // namespace headroom::queueing
