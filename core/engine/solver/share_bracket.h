#pragma once

#include <cstdint>

namespace headroom::engine::solver {

/// How a share moves in one round towards what is possible at it.
enum class SettleStep : std::uint8_t {
    bracketed,  ///< within what is known to be too little and too much
    plain,      ///< all the way
};

/// A share in (0, 1] of which more makes less possible, such as what gets through of requests that are then
/// held: it lies where both agree. Rounds that follow what is possible may swing around that for ever, so now
/// and then the bracket of what was too little and too much is halved.
class ShareBracket {
  public:
    /// What to try next, when `possible` is possible at `now`.
    [[nodiscard]] double next(double now, double possible, SettleStep step);

  private:
    double low_ = 0;
    double high_ = 1;
    int steps_ = 0;
};

}  // namespace headroom::engine::solver
