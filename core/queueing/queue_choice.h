// Like machines with a queue each, and arrivals that look at some of the queues before they join the
// shortest: all of them (least connections) or `choices` drawn at random (power of d choices). Machines with
// several workers each, exponential services, Poisson arrivals. Times in service times.
#pragma once

#include <cstdint>
#include <vector>

#include "core/queueing/wait_distribution.h"

namespace headroom::queueing {

struct QueueChoice {
    double machines = 1;       // >= 1
    std::int64_t workers = 1;  // of one machine, 1 .. 1e9
    double utilization = 0;    // 0 .. 1, clamped to kMaxUtilization (mm_c.h)
    double choices = 2;        // >= 1; as many as there are machines, or more: all of them
    double behind = 0;         // >= 0: for which requests are counted after their service
};

// Infinitely many machines of `workers` each (Mitzenmacher 1996 for one worker): the share s_k of machines
// with at least k requests solves  lambda s_{k-1}^d = min(k, c) s_k + sum over k < j <= c of s_j,  found by
// bisection on s_c; beyond it s_k = rho s_{k-1}^d. Workers above 4096 are taken as 4096.
class ChoiceLimit {
  public:
    ChoiceLimit(double utilization, double choices, std::int64_t workers);
    // P(an arrival finds every worker of its machine busy), and all of the moments below given that.
    double waitProbability() const { return busy_.empty() ? 0 : busy_.front(); }
    double meanWait() const;
    // Completions that one who waits has to wait for: mean and variance.
    double meanPlaces() const;
    double placesVariance() const;

  private:
    double workers_;
    std::vector<double> busy_;  // P(an arrival finds at least workers + m there), m = 0, 1, ...
};

// All queues are looked at: the wait of M/M/(n c) and what the queues' being apart adds to it, which is that
// of n single workers a c-th as fast. One worker: shortestQueueWait.
ExponentialWait shortestQueueOfMany(const QueueChoice& queue);

// For d choices between that and the limit, and never shorter than of all queues: mean, probability and shape
// go over by (d / n)^1.3. The tail is that of a truncated geometric number of completions, since queues are
// hardly ever much longer than others. Mean response within 2.5 % of simulation for 100 machines up to
// utilization 0.95. What is counted although it no longer waits takes the wait a part k of the way to that of
// machines drawn at random: k is as long as the wait at machines with constant numbers
// (constant_population.h) over that, less where queues are longer than what is behind. Means within 5 % (rms)
// of simulation and a tenth of a service for 2, 4 and 10 machines, 1 to 16 workers, utilizations 0.4 to 0.9
// and 0.2 to 5 services behind; 26 % at most. `variation` stretches the wait: (ca2 + cs2) / 2 of services
// that are not exponential.
WaitDistribution choiceWait(const QueueChoice& queue, double serviceMean, double variation);

// How many of the machines before one line have as long a mean wait: all of them where all queues are looked
// at (what these being apart adds is left out) and nothing is counted that is behind; 1 where they are drawn
// at random. In between from whole numbers, by the logarithm of their waits.
double machinesInOneLine(const QueueChoice& queue);

}  // namespace headroom::queueing
