#include "core/engine/solver/share_bracket.h"

#include <algorithm>
#include <cmath>

namespace headroom::engine::solver {

double ShareBracket::next(double now, double possible, SettleStep step) {
    constexpr double close = 1e-10;
    constexpr double least = 1e-12;
    constexpr double nearest = 0.1;
    constexpr double slowestGrowth = 1.1;
    constexpr double moreGrowth = 1.9;
    constexpr double calmAfter = 10;  // steps
    const double gap = possible - now;
    unsettled_ = std::abs(gap) / std::max(now, least);
    if (step == SettleStep::plain) {
        return possible;
    }
    if (std::abs(gap) < close * now) {
        sameSide_ = 0;
        return now;
    }
    ++steps_;
    const double growth = slowestGrowth + moreGrowth * std::exp(-steps_ / calmAfter);
    const bool more = gap > 0;
    const bool turned = gap * lastGap_ < 0;
    (more ? low_ : high_) = now;
    sameSide_ = turned ? 1 : sameSide_ + 1;
    const double moved = now - last_;
    const double width = std::max({std::abs(high_ - low_), std::abs(moved), close * now});
    if (sameSide_ >= stepsUntilDoubt || low_ >= high_) {
        const double wider = std::max(growth, 2 * slowestGrowth) * width;
        (more ? high_ : low_) = more ? std::min(now + wider, 1.0) : std::max(now - wider, 0.0);
    }
    // As a straight line through the last two says.
    const double slope = moved != 0 ? (gap - lastGap_) / moved : 0;
    const double straight = slope < 0 ? -1 / slope : 1;
    if (turned) {
        const double between = std::abs(moved / gap);
        part_ = std::clamp(straight, nearest * between, (1 - nearest) * between);
    } else {
        part_ = std::clamp(straight, nearest * part_, growth * part_);
    }
    part_ = std::min(part_, 1.0);
    last_ = now;
    lastGap_ = gap;
    const double next = now + part_ * gap;
    const double middle = more && high_ == 1 ? 1 : 0.5 * (low_ + high_);
    return std::clamp(turned ? next : (more ? std::min(next, middle) : std::max(next, middle)), least, 1.0);
}

}  // namespace headroom::engine::solver
