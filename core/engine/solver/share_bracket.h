#pragma once

#include <cmath>
#include <cstdint>

namespace headroom::engine::solver {

/// How a share moves in one round towards what is possible at it.
enum class SettleStep : std::uint8_t {
    bracketed,  ///< within what is known to be too little and too much
    plain,      ///< all the way
};

/// A share in (0, 1] of which more makes less possible, such as what gets through of requests that are then
/// held: it lies where both agree. Rounds that follow what is possible may swing around that for ever, so it
/// goes as far as a straight line through the last two results says (Wegstein 1958), between what was too
/// little and too much. What happens elsewhere in the meantime moves the answer: where it is met on the same
/// side again and again, the other end, which is the older one, gives way, later on more slowly. Where what
/// is possible jumps there is no agreement, and the jump is the answer.
class ShareBracket {
  public:
    /// What to try next, when `possible` is possible at `now`.
    [[nodiscard]] double next(double now, double possible, SettleStep step);
    /// How far what was possible last is from the share, relatively: short steps alone do not mean that it
    /// has settled.
    [[nodiscard]] double unsettled() const { return unsettled_; }

  private:
    static constexpr int stepsUntilDoubt = 4;

    double low_ = 0;
    double high_ = 1;
    double unsettled_ = 0;
    int sameSide_ = 0;  ///< last results in a row that were all too little, or all too much
    int steps_ = 0;
    double last_ = 1;
    double lastGap_ = 0;  ///< what was possible beyond that
    double part_ = 1;     ///< of such a gap that was gone last
};

}  // namespace headroom::engine::solver
