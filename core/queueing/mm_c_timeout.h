// M/M/c in which some leave the line after a fixed time, without any work (Baccelli and
// Hebuterne 1981; Zeltyn and Mandelbaum 2005). Exact, at any load: the patience of an
// arrival is independent of the queue, so that the wait that it is offered has the density
// of M/M/c+G. A client that gives up while the server works on is another case:
// client_timeout.h.
#pragma once

#include <cstdint>
#include <vector>

#include "core/queueing/piecewise_wait.h"

namespace headroom::queueing {

// That share of the arrivals leaves when it has waited in line for so long.
struct Patience {
    double share = 1.0;
    double limit = 0.0;
    friend bool operator==(const Patience&, const Patience&) = default;
};

class MmcTimeoutQueue {
  public:
    // Range: arrivalRate 0 .. 1e15, serviceRate > 0 of one server, both 1/time; servers
    // 1 .. 1e9; limits 0 .. 1e15. Shares that add up to less than 1 leave others who wait
    // for ever: where these alone are more than the servers can do there is no steady state.
    MmcTimeoutQueue(double arrivalRate, double serviceRate, std::int64_t servers,
                    std::vector<Patience> patience);
    // All have the same.
    MmcTimeoutQueue(double arrivalRate, double serviceRate, std::int64_t servers, double timeout)
        : MmcTimeoutQueue(arrivalRate, serviceRate, servers, {{1.0, timeout}}) {}

    // Of those who wait for ever, over what the servers can do; below 1 there is a steady state.
    double endlessUtilization() const { return endlessUtilization_; }
    double waitProbability() const { return 1.0 - offered_.atom(); }  // P(all servers busy on arrival)
    double abandoned() const { return abandoned_; }                   // share of all arrivals
    double throughput() const;                                        // served, 1/time
    double utilization() const;
    double meanWaitOfAll() const { return meanWait_; }  // in line, whoever leaves its limit
    // The wait of whoever would wait for ever. It is independent of the patience of an arrival: P(W > limit)
    // of those with that limit leave.
    const PiecewiseWait& offeredWait() const { return offered_; }
    PiecewiseWait servedWait() const;  // of those who do not leave

  private:
    double arrivalRate_;
    double capacity_;                 // c mu
    std::vector<Patience> patience_;  // ascending in limit
    double endlessUtilization_ = 0.0;
    PiecewiseWait offered_;
    double abandoned_ = 0.0;
    double meanWait_ = 0.0;
};

}  // namespace headroom::queueing
