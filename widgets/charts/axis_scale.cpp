#include "widgets/charts/axis_scale.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace headroom::widgets {

namespace {

constexpr double slack = 1e-9;

/// Multiples of `digits` in each `stride`-th decade.
template <std::size_t count>
std::vector<double> decadeTicks(double from, double to, const std::array<double, count>& digits, int stride) {
    std::vector<double> ticks;
    const int first = static_cast<int>(std::floor(std::log10(from)));
    const int last = static_cast<int>(std::ceil(std::log10(to)));
    for (int decade = first; decade <= last; ++decade) {
        if (decade % stride != 0) {
            continue;
        }
        for (const double digit : digits) {
            // From the text's digits, so that 0.2 is 0.2 and not 0.20000000000000001.
            const double value = decade < 0 ? digit / std::pow(10, -decade) : digit * std::pow(10, decade);
            if (value >= from * (1 - slack) && value <= to * (1 + slack)) {
                ticks.push_back(value);
            }
        }
    }
    return ticks;
}

std::vector<double> evenTicks(double from, double to, int most) {
    const double rough = (to - from) / std::max(most, 2);
    const double decade = std::pow(10, std::floor(std::log10(rough)));
    double step = 10 * decade;
    for (const double digit : {1.0, 2.0, 5.0}) {
        if (digit * decade >= rough * (1 - slack)) {
            step = digit * decade;
            break;
        }
    }
    std::vector<double> ticks;
    const auto first = static_cast<long long>(std::ceil(from / step - slack));
    for (long long i = first; static_cast<double>(i) * step <= to + slack * step; ++i) {
        ticks.push_back(static_cast<double>(i) * step);
    }
    return ticks;
}

}  // namespace

AxisScale AxisScale::fitting(double from, double to) {
    constexpr double wide = 5;
    return {from > 0 && to > wide * from ? Kind::logarithmic : Kind::linear, from, to};
}

double AxisScale::position(double value) const {
    return kind_ == Kind::linear ? value : std::log10(std::max(value, from_));
}

std::vector<double> AxisScale::ticks(int most) const {
    if (!(to_ > from_) || !std::isfinite(to_ - from_)) {
        return {from_};
    }
    if (kind_ == Kind::linear) {
        return evenTicks(from_, to_, most);
    }
    const auto limit = static_cast<std::size_t>(std::max(most, 2));
    auto ticks = decadeTicks(from_, to_, std::array{1.0, 2.0, 5.0}, 1);
    if (ticks.size() > limit) {
        ticks = decadeTicks(from_, to_, std::array{1.0, 3.0}, 1);
    }
    for (int stride = 1; ticks.size() > limit && stride < 100; ++stride) {
        ticks = decadeTicks(from_, to_, std::array{1.0}, stride);
    }
    return ticks;
}

}  // namespace headroom::widgets
