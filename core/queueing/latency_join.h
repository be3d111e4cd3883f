// What a caller makes of calls that it sends at the same time: the last of them, or the
// k-th, as one more node of a program.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/queueing/latency_distributions.h"
#include "core/queueing/latency_program.h"

namespace headroom::queueing {

// `count` independent times alike: k.f is k of them and one more with probability 0.f.
// 0 .. 1e6.
struct LatencyTeam {
    LatencyNode node;
    double count = 1.0;
    // Below 1 they are not independent of each other (kthOfNTogether). Holds for a team alone, of up to
    // `mostTogether`, whose outcome is certain.
    double alpha = 1.0;
};

// A constant and then an exponential time with that mean.
struct ShiftedExponential {
    double shift = 0.0;
    double mean = 0.0;
};

// Appends to a program, whose nodes it asks for their distribution. Keeps what it
// evaluated, so one of them serves all nodes of a program. All times are independent.
class LatencyJoiner {
  public:
    explicit LatencyJoiner(LatencyProgram& program) : program_(program), distributions_(program) {}

    // The outcome of `needed` of them, when the last of these is there; its mass is the probability
    // that so many reach it. More than there are means all. needed 0 (at once) .. 1e4.
    //
    // Like exponential times after the same constant are taken by their stages, which is exact
    // (Renyi 1953). All else: the product of the distributions, or its like for k of n, linear
    // between some hundred points; mean and variance 1e-5, percentiles 2e-3.
    LatencyNode kth(std::span<const LatencyTeam> teams, double needed);
    LatencyNode last(std::span<const LatencyTeam> teams);

    // The last of `count` exponential times with that mean; count >= 1, fractional ones as if
    // P(T <= t) = (1 - e^{-t / mean})^count.
    LatencyNode lastOfExponentials(double mean, double count);

    // From now on by mean and variance only: every time is taken as lognormal, which is quick, and what comes
    // out as a gamma. Times that were joined from points themselves, those made of more than 1000 transforms,
    // and all after the twelfth that would be, are always taken as gammas.
    void setRough(bool rough) { rough_ = rough; }

    // Whether that is what it is, as far as an inversion can tell.
    std::optional<ShiftedExponential> exponential(LatencyNode node);

    // Of the mean of what was joined last, the part that each team carries: as often as one of
    // it came last.
    const std::vector<double>& shares() const { return shares_; }

  private:
    struct Sample {
        double t = 0.0;
        double cdf = 0.0;
    };

    double upTo(LatencyNode node, double t);
    void chooseDetail(std::span<const LatencyTeam> teams);
    LatencyNode byMoments(double mass);
    double doneBy(std::span<const LatencyTeam> teams, double needed, double t);
    std::optional<LatencyNode> byStages(std::span<const LatencyTeam> teams, double needed);
    LatencyNode stages(double mean, double from, double to);
    void sample(const std::function<double(double)>& cdf, std::span<const LatencyTeam> teams, double mass);
    void refine(const std::function<double(double)>& cdf, Sample from, Sample to, double mass);
    void integrate(const Sample& from, const Sample& half, const Sample& to, double mass);
    LatencyNode bySamples(double mass);
    void shareOut(std::span<const LatencyTeam> teams);

    LatencyProgram& program_;
    LatencyDistributions distributions_;
    bool rough_ = false;
    int joined_ = 0;                                         // from points
    std::map<std::uint32_t, ServiceDistribution> standIns_;  // in place of what is being joined
    std::vector<Sample> samples_;                            // of what is being joined
    double least_ = 0.0;                                     // times closer than this are one
    double first_ = 0.0;                                     // integral of what is missing
    double second_ = 0.0;                                    // of that times 2 t
    std::vector<double> shares_;
    std::map<std::pair<std::uint32_t, double>, double> known_;  // evaluated for what is being joined
};

// P(at least `needed` of them reach their outcome), where each of a team does with its
// probability; needed and counts as above. Exact; beyond some thousand of unlike ones as if
// all had their mean probability.
struct CountedChance {
    double probability = 0.0;
    double count = 1.0;
};
double atLeast(std::span<const CountedChance> teams, double needed);

}  // namespace headroom::queueing
