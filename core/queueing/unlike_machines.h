// Machines that are not alike behind a balancer which looks at how busy they are: what share of the arrivals
// each kind gets, and how waits differ. Exponential services, Poisson arrivals.
#pragma once

#include <cstdint>
#include <vector>

namespace headroom::queueing {

struct MachineGroup {
    double machines = 1;       // > 0
    std::int64_t workers = 1;  // of one machine
    double serviceMean = 1;    // > 0
    double weight = 1;         // > 0: how busy it may be in comparison
};

// What an arrival compares: the requests at a machine and itself over the weight, the least wins, by chance
// among equals; or that times the mean response of the machine.
enum class Comparison : std::uint8_t { requests, requestsTimesResponse };

struct GroupLoad {
    double share = 0;     // of all arrivals, of the whole group
    double meanWait = 0;  // of one that goes there
};

// Each machine is a chain of its own with the arrivals that the others' being busier sends to it, and the
// others are independent of it (a mean field; Vvedenskaya, Dobrushin, Karpelevich 1996 for like machines):
// exact for some of infinitely many. Where all are compared they are long together; so the mean wait over all
// arrivals is given: it is close to that of as many like machines that can do as much. How it differs between
// groups lies between these chains and machines that fill up together; the geometric mean of both is within
// 20 % of simulation for machines three times as slow. At or above 0.99 of what all of them can do, shares go
// by that.
std::vector<GroupLoad> balanceUnlike(const std::vector<MachineGroup>& groups, double arrivalRate,
                                     double choices, Comparison comparison, double meanWait);

}  // namespace headroom::queueing
