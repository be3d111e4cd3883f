// c exponential servers with room for K requests in all, to which arrivals come at a rate that depends on how
// many are there: its law in the long run and its way there. Of more than 40 states the lower ones are one,
// inside of which things are as under a Poisson stream.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/queueing/state_chain.h"

namespace headroom::queueing {

class BirthDeathChain {
  public:
    BirthDeathChain() = default;
    // Range: serviceRate of one server, 1/time, > 0; servers from 1, capacity from servers.
    BirthDeathChain(double serviceRate, std::int64_t servers, std::int64_t capacity);

    std::size_t size() const { return down_.size(); }
    // By state, 1/time; in the highest, arrivals are refused.
    const std::vector<double>& arrivals() const { return arrivals_; }
    // And so the law: births over deaths.
    void setArrivals(std::vector<double> rates);
    const std::vector<double>& law() const { return law_; }
    double full() const { return law_.back(); }

    // p after so much time, in one step, while arrivals come at these rates and `more`, but no less than
    // `least`.
    void step(double length, double more, double least, std::vector<double>& p);

    // What gets in: 1/time, P(it waits), and the places before one that does.
    struct Admitted {
        double rate = 0.0;
        double waits = 0.0;
        double ahead = 0.0;
    };
    Admitted admitted() const;

  private:
    static constexpr std::int64_t mostStates = 40;

    double serviceRate_ = 1.0;
    std::int64_t servers_ = 1;
    std::int64_t lowest_ = 0;  // requests in the lowest state, which stands for all with fewer
    double lumped_ = 1.0;      // P(there are so many, in that state)
    std::vector<double> arrivals_;
    std::vector<double> down_;
    std::vector<double> law_;
    // For a step.
    std::vector<double> up_;
    StateChain steps_;
};

}  // namespace headroom::queueing
