// Machines that always hold as many requests: each has workers, and a place behind them where requests stay
// for a while. So are infinitely many machines of which arrivals choose the one with the fewest requests,
// whether these are at work or already behind it.
#pragma once

#include <cstdint>

namespace headroom::queueing {

// Exponential services of mean 1 by `workers` at a machine (1 .. 1e9); `behind` > 0 is the mean time of any
// distribution after that.
struct PopulatedMachine {
    std::int64_t workers = 1;
    double behind = 1.0;
};

struct PopulationAnswer {
    double throughput = 0.0;
    double waitProbability = 0.0;  // of an arrival
    double meanWait = 0.0;         // for a worker
    // Completions that one who waits has to wait for.
    double meanPlaces = 0.0;
    double placesVariance = 0.0;
};

// With `population` (>= 0) requests there: the machine repair model, by its product form (Palm 1947), which
// an arrival finds with one request less (Sevcik, Mitrani 1981).
PopulationAnswer withPopulation(const PopulatedMachine& machine, double population);

// Where machines hold such numbers that the mean throughput is that, 0 < throughput < workers: two numbers
// next to each other, and for a share `spread` of the machines, either way, one less or more, since few
// machines do not keep their numbers that level.
PopulationAnswer atThroughput(const PopulatedMachine& machine, double throughput, double spread);

}  // namespace headroom::queueing
