// M/M/c to which what is late for its caller comes back, a bounded number of times, while the work on what is
// late goes on: a retry finds the queue that made the attempt before it late, and others that were late with
// it come back in the same span of time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/queueing/retrial_queue.h"

namespace headroom::queueing {

class LateLaw;

// What random arrivals find there, and what those find that come back.
//
// Responses are known once a request has come, as what comes later waits behind it. So where a late one is at
// its limit follows from what it found; behind it are those that have come meanwhile, who are late together
// with it the more likely the sooner they came (late_tables.h). Given that a request is late that came at
// time 0, arrivals are a Poisson stream: of fresh ones, and of what comes back at the mean rate at which the
// span of time was late from which it comes. Before 0 that follows from the symmetry of P(late at 0 and at
// t), after 0 from this law itself. From the limit on the chain of requests tells what a retry finds; among
// its states the rate is divided as it is in the long run. There, rates by state give the law, births over
// deaths, exactly. The spread of what comes back is left out. Exact for very long waits.
class LateRetrialQueue {
  public:
    // Range: serviceRate of one server > 0; servers from 1; limit > 0; rates from 0; waits of a stream from
    // the arrival of an attempt to that of the next, from `limit` on, to 1e15 in time.
    struct Load {
        double serviceRate = 1.0;
        std::int64_t servers = 1;
        double limit = 1.0;   // from arrival to the end of the service and what follows: else it is late
        double others = 0.0;  // 1/time: random arrivals beside the streams
        // What comes in the streams leaves the line when it has waited so long, at most `limit` or a little
        // more; absent: the work on it goes on.
        std::optional<double> patience = std::nullopt;
        std::vector<RetrialStream> streams;  // "refused" there is "late" here
        // Of a service and what follows it: mean, and squared coefficient of variation (gamma).
        double restMean = 1.0;
        double restScv = 1.0;
    };
    // So many attempts of all streams that come back are looked at: those of the first streams.
    static constexpr std::size_t mostReturns = RetrialQueue::mostRefusals;

    LateRetrialQueue();
    ~LateRetrialQueue();
    LateRetrialQueue(LateRetrialQueue&&) noexcept;
    LateRetrialQueue& operator=(LateRetrialQueue&&) noexcept;

    // Begins with what was found for the load before, where that was nearly the same. False where there is no
    // such law, as one late request makes on the average one more late or more, which never ends; and where
    // more than some hundred states matter.
    bool solve(const Load& load);

    // P(late) of a random arrival, and of one that comes back after it was late k times, from 1.
    double late() const;
    double lateAgain(std::size_t stream, std::size_t k) const;
    // P(a random arrival finds so many there, from 0), and the same of all that comes.
    const std::vector<double>& found() const;
    std::vector<double> foundByAll() const;
    double arrivals() const;  // 1/time, of all that comes

    // The same as `found` if all that comes came at random, and P(one of the streams leaves) by what it
    // finds.
    std::vector<double> foundAtRandom() const;
    std::vector<double> leaves() const;

  private:
    std::unique_ptr<LateLaw> law_;
};

}  // namespace headroom::queueing
