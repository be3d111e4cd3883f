// What a caller that does not wait forever makes of a response time: the part that comes
// in time, and the first of two copies.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "core/queueing/latency_distributions.h"
#include "core/queueing/latency_program.h"

namespace headroom::queueing {

// Appends to a program, whose nodes it asks for their distribution. Keeps what it
// evaluated, so one of them serves all nodes of a program.
class LatencyCutter {
  public:
    explicit LatencyCutter(LatencyProgram& program) : program_(program), distributions_(program) {}

    // The outcome of `whole`, no later than `limit`: mass P(outcome, T <= limit). Mass, mean
    // and variance by integration of the distribution (1e-6). Where what is cut off is
    // rare or exponential, it is taken out of the transform, which is exact for an
    // exponential tail; else the distribution is linear between some sixty points, good to 3e-3.
    LatencyNode within(LatencyNode whole, double limit);

    // A second copy, independent of the first, is sent when the first has not ended after
    // `delay`: the earlier success counts (Dean, Barroso 2013). Until then exact; what
    // comes later is a gamma with its mean and variance, exact for exponential times.
    struct Hedged {
        LatencyNode success;
        double copies = 0.0;  // P(the second copy is sent)
    };
    // answered and failed: of one copy, failed with mass 0 where there is none.
    Hedged hedged(LatencyNode answered, LatencyNode failed, double delay);

    // From now on every time is taken as a gamma with its mean and variance, which costs next to nothing and
    // has no steps: to learn how what is cut moves with what it is cut from, not what it is.
    void setQuick(bool quick) { quick_ = quick; }

    // Whether anything since this was asked last was made of so many transforms (above 200) that a gamma
    // with its mean and variance was cut in its place.
    bool takeRough() { return std::exchange(rough_, false); }

  private:
    using Function = std::function<double(double)>;
    struct Part {
        double mass = 0.0;
        double mean = 0.0;
        double variance = 0.0;
    };
    struct Sample {
        double t = 0.0;
        double cdf = 0.0;
    };

    LatencyNode quicklyWithin(LatencyNode whole, double limit);
    LatencyNode manageable(LatencyNode node);
    double upTo(LatencyNode node, double t);
    Part below(LatencyNode node, double limit, double mass);
    Part beyond(LatencyNode node, double limit, double mass);
    Part tailed(const Function& tail, double mass, double scale);
    LatencyNode fitted(const Part& part);
    void refineSamples(LatencyNode node, double mass);
    LatencyNode bySamples(const Part& all);

    LatencyProgram& program_;
    LatencyDistributions distributions_;
    std::vector<Sample> samples_;  // of what was integrated last
    bool rough_ = false;
    bool quick_ = false;
};

}  // namespace headroom::queueing
