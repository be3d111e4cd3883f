// A step of a birth-death process in time.
#pragma once

#include <vector>

namespace headroom::queueing {

// Two implicit stages of one matrix, of second order, that leave nothing of what is fast against the step
// (Alexander 1977). Keeps its room between steps.
class StateChain {
  public:
    // p after so much time; births and deaths by state, 1/time. In the highest there are no births.
    void step(double length, const std::vector<double>& births, const std::vector<double>& deaths,
              std::vector<double>& p);

  private:
    void solve(double part, const std::vector<double>& deaths, std::vector<double>& right) const;

    std::vector<double> up_;
    std::vector<double> pivot_;
    std::vector<double> right_;
};

}  // namespace headroom::queueing
