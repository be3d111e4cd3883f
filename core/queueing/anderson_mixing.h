// Fixed points of maps that draw near slowly: of the last few steps, the combination that moves least
// (Anderson 1965; Walker and Ni 2011).
#pragma once

#include <cstddef>
#include <vector>

namespace headroom::queueing {

class AndersonMixing {
  public:
    // x: where a step began, then where the next one does; y: where it led.
    void mix(std::vector<double>& x, const std::vector<double>& y);

  private:
    static constexpr std::size_t depth = 4;

    void remember(const std::vector<double>& step, const std::vector<double>& y);

    std::vector<double> lastStep_;
    std::vector<double> lastY_;
    std::vector<std::vector<double>> steps_;  // what they changed by
    std::vector<std::vector<double>> ys_;
};

}  // namespace headroom::queueing
