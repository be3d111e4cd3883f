#include "core/engine/solver/damping.h"

#include <algorithm>
#include <cmath>

namespace headroom::engine::solver {

namespace {

constexpr double nearer = 0.5;
constexpr double longer = 1.2;

}  // namespace

double Damping::next(std::size_t i, double before, double after, bool relative) {
    Part& part = parts_[i];
    const double step = relative ? std::log(after / before) : after - before;
    const bool turned = step * part.step < 0;
    if (turned && std::abs(step) > nearer * std::abs(part.step)) {
        part.share *= 0.5;
    } else if (!turned) {
        part.share = std::min(1.0, longer * part.share);
    }
    part.step = step;
    if (part.share == 1) {
        return after;
    }
    return relative ? before * std::exp(part.share * step) : before + part.share * step;
}

}  // namespace headroom::engine::solver
