// M/M/c+D: who has waited in line for a fixed time leaves it, and no work is done for it
// (Baccelli and Hebuterne 1981; Zeltyn and Mandelbaum 2005). Exact, at any load. A client
// that gives up while the server works on is another case: client_timeout.h.
#pragma once

#include <cstdint>

namespace headroom::queueing {

class MmcTimeoutQueue {
  public:
    // Range: arrivalRate 0 .. 1e15, serviceRate > 0 of one server, both 1/time; servers
    // 1 .. 1e9; timeout 0 .. 1e15, of the wait in line.
    MmcTimeoutQueue(double arrivalRate, double serviceRate, std::int64_t servers, double timeout);

    double waitProbability() const { return waits_; }  // P(all servers busy on arrival)
    double abandoned() const { return abandoned_; }    // share of all arrivals
    double throughput() const;                         // served, 1/time
    double utilization() const;
    double meanWaitOfAll() const { return meanWait_; }  // in line, the abandoning wait the timeout
    double meanWaitOfServed() const;
    double servedWaitTail(double t) const;      // P(W > t | served), 0 from the timeout on
    double servedWaitQuantile(double p) const;  // p in [0, 1]

  private:
    double waitingBeyond(double t) const;

    double arrivalRate_;
    double capacity_;  // c mu
    double timeout_;
    double drain_;  // c mu - lambda: the wait has density e^{-drain u} up to the timeout
    double scale_;  // of that density at 0 (drain < 0: at the timeout), all arrivals
    double waits_ = 0.0;
    double abandoned_ = 0.0;
    double meanWait_ = 0.0;
};

}  // namespace headroom::queueing
