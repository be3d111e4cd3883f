#include "widgets/common/quantity_step.h"

#include <algorithm>
#include <cmath>

namespace headroom::widgets {

namespace {

constexpr double pixelsPerStep = 4;
constexpr double pixelsPerDecade = 120;

double withinRange(double value, const QuantityFormat& format) {
    const double whole = format.whole ? std::round(value) : tidied(value);
    return std::clamp(whole, format.minimum, format.maximum);
}

/// One step up (direction 1) or down (-1) on a logarithmic range.
double decadeStep(double value, int direction, double fraction, const QuantityFormat& format) {
    if (value <= 0) {
        return direction > 0 ? std::max(format.step, format.minimum) : value;
    }
    // Going down from 10 lands on 9: what lies just below belongs to the decade below.
    const double probe = direction > 0 ? value * (1 + 1e-12) : value * (1 - 1e-9);
    const double decade = std::pow(10.0, std::floor(std::log10(probe)));
    const double size = format.whole ? std::max(1.0, decade * fraction / 10) : decade * fraction;
    // To the next whole step: from 16 up to 20, down to 10.
    const double steps = value / size;
    const double next = direction > 0 ? std::floor(steps + 1e-9) + 1 : std::ceil(steps - 1e-9) - 1;
    return next * size;
}

double factorOf(StepSize size) {
    switch (size) {
        case StepSize::fine:
            return 0.1;
        case StepSize::normal:
            return 1;
        case StepSize::coarse:
            return 10;
    }
    return 1;
}

}  // namespace

double tidied(double value) {
    if (value == 0 || !std::isfinite(value)) {
        return value;
    }
    const double scale = std::pow(10.0, 11 - std::floor(std::log10(std::abs(value))));
    return std::isfinite(scale) && scale > 0 ? std::round(value * scale) / scale : value;
}

double stepped(double value, int count, StepSize size, const QuantityFormat& format) {
    const int direction = count < 0 ? -1 : 1;
    double result = value;
    for (int i = 0; i < std::abs(count); ++i) {
        if (!format.logarithmic) {
            const double linear = format.step * factorOf(size);
            result += direction * (format.whole ? std::max(1.0, std::round(linear)) : linear);
        } else if (size == StepSize::coarse && result > 0) {
            result *= direction > 0 ? 10 : 0.1;
        } else {
            result = decadeStep(result, direction, size == StepSize::fine ? 0.1 : 1.0, format);
        }
        result = withinRange(result, format);
    }
    return result;
}

double scrubbed(double value, double pixels, const QuantityFormat& format) {
    if (!format.logarithmic) {
        const double steps = std::trunc(pixels / pixelsPerStep);
        return withinRange(value + steps * format.step, format);
    }
    const double from = value > 0 ? value : std::max(format.step, format.minimum);
    const double raw = from * std::pow(10.0, pixels / pixelsPerDecade);
    if (!(raw > 0) || !std::isfinite(raw)) {
        return withinRange(value, format);
    }
    const double scale = std::pow(10.0, std::floor(std::log10(raw)) - 1);
    return withinRange(std::round(raw / scale) * scale, format);
}

}  // namespace headroom::widgets
