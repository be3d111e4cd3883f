// Messages that wait for c servers and do not wait for ever: where there is no more room, the new one is
// turned away or the oldest gives way to it, and one that has waited too long is lost.
#pragma once

#include <cstdint>
#include <optional>

#include "core/queueing/wait_distribution.h"

namespace headroom::queueing {

// Poisson arrivals, exponential services; rates in 1/time.
struct MessageLine {
    double arrivalRate = 0.0;                   // 0 .. 1e15
    double serviceRate = 1.0;                   // of one server, > 0
    std::int64_t servers = 1;                   // 1 .. 1e9
    std::optional<double> room = std::nullopt;  // messages that may wait, 0 .. 1e15; absent: any number
    bool dropsOldest = false;                   // the oldest gives way; else the new one is turned away
    std::optional<double> longestWait = std::nullopt;  // 0 .. 1e15; absent: as long as it takes
    // How much longer queues are than exponential ones: 1 is exact; (ca2 + cs2) / 2 in heavy traffic.
    double variation = 1.0;
};

struct MessageLineAnswer {
    double lost = 0.0;     // share of all arrivals: turned away, given way or too old
    double waiting = 0.0;  // mean number
    WaitDistribution wait = WaitDistribution::none();  // of those served
    bool byAge = false;  // age is what messages are lost by, room does not count
    bool exact = true;   // the whole distribution is; else mean and variance of an exponential line
};

// By room: M/M/c/K for the share lost, which is the same whoever gives way. Turned away: exact. The oldest
// gives way: a message is lost when as many have come behind it as there is room for, so that its place is a
// Markov chain of (ahead, behind): mean and variance of the wait of those served are exact up to 200 places;
// above, who is lost is lost after the mean time of so many arrivals (M/M/c+D), off by less than 1 %.
// By age: M/M/c+D (Baccelli and Hebuterne 1981), exact. With both, by the limit that leaves
// fewer waiting, as if there were no other.
// Without either: M/M/c where it is stable, and nothing is lost.
MessageLineAnswer answerOf(const MessageLine& line);

}  // namespace headroom::queueing
