#include "core/engine/solver/share_bracket.h"

#include <algorithm>
#include <cmath>

namespace headroom::engine::solver {

double ShareBracket::next(double now, double possible, SettleStep step) {
    constexpr double close = 1e-10;
    constexpr double narrow = 4e-9;  // a step of a bisection that counts as settled is half as wide as that
    constexpr double least = 1e-12;
    constexpr int stepsUntilBisection = 4;
    if (step == SettleStep::plain) {
        return possible;
    }
    if (std::abs(possible - now) < close * now) {
        return now;
    }
    (possible >= now ? low_ : high_) = now;
    ++steps_;
    const bool inside = possible > low_ && possible < high_;
    if (inside && steps_ % stepsUntilBisection != 0) {
        return possible;
    }
    if (high_ - low_ < narrow * high_) {
        // What happened elsewhere has moved the answer out of the bracket.
        low_ = 0;
        high_ = 1;
        return std::max(possible, least);
    }
    return 0.5 * (low_ + high_);
}

}  // namespace headroom::engine::solver
