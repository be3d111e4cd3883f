// Machines that admit a bounded number of requests: each holds a slot over its own work, at one of some
// workers, and over what it waits for elsewhere; the others wait for a slot, in a room that may be bounded.
#pragma once

#include <cstdint>
#include <optional>

#include "core/queueing/erlang_tail.h"
#include "core/queueing/wait_distribution.h"

namespace headroom::queueing {

struct SlotInput {
    double arrivalRate = 0.0;        // 1/time, Poisson
    double serviceMean = 0.0;        // of own work, time
    std::int64_t workers = 1;        // 1 .. 1e9
    double elsewhereMean = 0.0;      // for which a slot is held after that, time
    std::int64_t slotCount = 1;      // 1 .. 1e6
    std::optional<double> places{};  // that may wait for a slot, >= 0; absent: any number
};

// Inside, workers with exponential work and a delay are a closed network of the requests with a slot, in
// product form (Baskett, Chandy, Muntz, Palacios 1975; the delay by its mean only). Seen from outside that
// is one server whose rate depends on how many slots are held, so that those who wait make a birth-death
// process (Avi-Itzhak and Heyman 1973). Exact without room to wait, with no delay (M/M/c), and where workers
// are no fewer than slots and the delay is exponential or work is nothing; else an approximation.
class SlotQueue {
  public:
    explicit SlotQueue(const SlotInput& input);

    // What leaves while all slots are held, 1/time; infinite where a slot is held for no time.
    double capacity() const { return capacity_; }
    // Arrivals over that: at 1 and above, without a bound of the room, those who wait grow without end, and
    // everything else is answered for a machine whose slots are always held.
    double load() const { return load_; }
    double blocked() const { return blocked_; }  // P(an arrival is turned away)
    double throughput() const;                   // 1/time
    // P(no slot is free | admitted), and the wait for one.
    double slotWaitProbability() const { return slotWaits_; }
    WaitDistribution slotWait() const;
    // P(no worker is free when a slot has been got), and the mean wait for one, of all that are served.
    double workerWaitProbability() const { return workerWaits_; }
    double meanWorkerWait() const { return meanWorkerWait_; }
    // The places before one that waits; a wait is one more completion, at the capacity, than that.
    const TruncatedGeometric& ahead() const { return ahead_; }
    double slotsHeld() const;  // mean number

  private:
    SlotInput input_;
    double capacity_ = 0.0;
    double load_ = 0.0;
    double blocked_ = 0.0;
    double admitted_ = 1.0;
    double slotWaits_ = 0.0;
    double workerWaits_ = 0.0;
    double meanWorkerWait_ = 0.0;
    bool grows_ = false;
    TruncatedGeometric ahead_;
};

}  // namespace headroom::queueing
