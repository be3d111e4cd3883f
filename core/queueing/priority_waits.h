// The wait of each class at a station that takes the more urgent first and finishes what it has begun: mean
// and second moment, and a distribution that has both.
#pragma once

#include <span>
#include <vector>

#include "core/queueing/wait_distribution.h"

namespace headroom::queueing {

// What one class brings to one machine.
struct UrgencyClass {
    double arrivalRate = 0.0;   // 1/time, >= 0
    double serviceMean = 0.0;   // time
    double secondMoment = 0.0;  // of its service
    double thirdMoment = 0.0;
};

// Classes from the most to the least urgent; `firstCome` is the wait of all of them in the order in which
// they come. Together they keep the servers busy as long as without priorities, so that by Kleinrock's
// conservation law (1965) the mean of each follows from that of all: Cobham (1954), exact for M/G/1 and, with
// exponential services that are alike, for M/M/c; else as the ratio of waits at one server that is as fast as
// all (Bondi, Buzen 1984). The second moment is that of M/G/1 (Kesten, Runnenburg 1957), stretched like the
// mean. Those who wait, do so for a time of a gamma distribution. Utilization below 1.
std::vector<WaitDistribution> urgencyWaits(std::span<const UrgencyClass> classes, double servers,
                                           const WaitDistribution& firstCome);

// The same where more comes than can be done (utilization 1 and above), of the classes that are served in
// full; what is left over of the servers others take.
std::vector<WaitDistribution> urgencyWaitsInOverload(std::span<const UrgencyClass> classes, double servers);

// By class, the share that is served: all of the most urgent as long as there is time, of the next what is
// left.
std::vector<double> urgencyShares(std::span<const UrgencyClass> classes, double servers);

}  // namespace headroom::queueing
