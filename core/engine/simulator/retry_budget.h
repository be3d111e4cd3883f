#pragma once

#include <array>
#include <cstdint>

namespace headroom::engine::simulator {

/// Each first attempt deposits a share of a token, each retry takes one. What is saved up is at most the
/// deposits of the last ten seconds, but ten may always be; it begins empty.
class RetryBudget {
  public:
    void deposit(double nowMs, double tokens);
    /// Whether there was one.
    bool take(double nowMs);

  private:
    static constexpr std::int64_t seconds = 10;
    void turn(double nowMs);

    double tokens_ = 0;
    double saved_ = 0;  ///< deposits of the seconds below
    std::int64_t second_ = 0;
    std::array<double, seconds> deposits_{};
};

}  // namespace headroom::engine::simulator
