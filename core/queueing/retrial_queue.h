// M/M/c/K to which what it turns away comes back, a bounded number of times and after waits that are neither
// short nor long against the queue: those that were refused at the same time come back in the same span of
// time, while the queue is still fuller than it is to others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/queueing/retrial_times.h"

namespace headroom::queueing {

// Attempts that follow each other after refusals.
struct RetrialStream {
    // 1/time: attempts that come at random, the k-th (from 0) having failed k times, in other ways than here.
    std::vector<double> fresh;
    std::vector<UniformSpan> waits;  // after the k-th refusal
    double returns = 1.0;            // P(what was refused comes back to this queue)
    double elsewhere = 0.0;          // P(it goes to one of several queues like this one, at random)
};

// What random arrivals find there, and what those find that come back.
//
// Given that a request was refused at time 0, arrivals are taken as a Poisson stream: of fresh ones, and of
// what comes back at the mean rate at which the span of time was refused from which it comes. Before 0 that
// follows from the symmetry of P(full at 0 and at t), after 0 from this law itself. The chain of requests
// under that stream tells how likely the queue is full at each time after the k-th refusal. Among its states
// the rate is divided as it is in the long run; there, rates by state give the law, births over deaths,
// exactly. Two times at which the queue was full tell more of a third than the better one of them, which
// would be all where the queue alone remembers, and less than two independent witnesses, as they nearly are
// where the orbit remembers: between both, with the weight that fits simulation. The spread of the orbit is
// left out. Exact for waits of 0 and for very long ones. Of more than 40 states the lower ones are one.
class RetrialQueue {
  public:
    // Range: serviceRate of one server > 0; servers from 1; capacity (in service and waiting) from servers,
    // rates from 0, waits 0 .. 1e15 in time, all others to 1e15.
    struct Load {
        double serviceRate = 1.0;
        std::int64_t servers = 1;
        std::int64_t capacity = 1;
        double others = 0.0;  // 1/time: random arrivals beside the streams
        std::vector<RetrialStream> streams;
    };
    // So many refusals of all streams are looked at: those of the first streams.
    static constexpr std::size_t mostRefusals = 6;

    RetrialQueue();
    ~RetrialQueue();
    RetrialQueue(RetrialQueue&&) noexcept;
    RetrialQueue& operator=(RetrialQueue&&) noexcept;

    // About 0.04, 0.15 and 0.4 ms for one to three refusals, some 10 ms for tens of servers and places near
    // full load, and little where the load before was nearly the same: begins with what was found for that.
    // To 1e-9, but no more than a hundred rounds.
    void solve(const Load& load);

    double blocked() const;          // P(a random arrival is refused)
    double admitted() const;         // 1/time, of all that comes
    double waitProbability() const;  // P(wait > 0 | admitted)
    double meanAhead() const;        // places before one that waits
    // P(the queue is full again), of those that come back after the k-th refusal, from 1. Beyond those that
    // are looked at: waits double, and what is left of the memory with them.
    double fullAgain(std::size_t stream, std::size_t k) const;

  private:
    class Law;
    std::unique_ptr<Law> law_;
};

}  // namespace headroom::queueing
