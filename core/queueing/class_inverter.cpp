#include "core/queueing/class_inverter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "core/queueing/exponential_wait.h"

namespace headroom::queueing {

namespace {

constexpr double kRounding = 1e-13;  // relative: the same sum of constants in another order
constexpr double kBlur = 0.7;        // of the spread
// A product of so many transforms that e^{st} would overflow: over 20 000 different
// stations in a row, whose sum is normal.
constexpr double kNarrow = 150.0;

double normalCdf(double z) {
    return 0.5 * std::erfc(-z / std::sqrt(2.0));
}

// The distribution of one station, and of its wait or service alone, needs no inversion.
std::optional<double> closedForm(const TransformInstruction& instruction, double time) {
    switch (instruction.op) {
        case TransformInstruction::Op::Exponential:
            return -std::expm1(-instruction.x * time);
        case TransformInstruction::Op::AtomExponential:
            return 1.0 - instruction.x * std::exp(-instruction.y * time);
        case TransformInstruction::Op::Station:
            return 1.0 - ExponentialWait{.probability = instruction.x, .rate = instruction.y}.responseTail(
                             instruction.z, time);
        default:
            return std::nullopt;
    }
}

}  // namespace

ClassInverter::Window& ClassInverter::windowAt(const HyperbolaRule& rule, int exponent) {
    Window& window = (&rule == &HyperbolaRule::wide() ? wide_ : narrow_)[exponent];
    const std::size_t count = rule.size() / ComplexBlock::kWidth;
    if (window.blocks.empty()) {
        window.start = std::ldexp(1.0, exponent);
        window.blocks.resize(count);
    }
    if (window.evaluated < code_.size()) {
        for (std::size_t b = 0; b < count; ++b) {
            ComplexBlock s;
            for (std::size_t i = 0; i < ComplexBlock::kWidth; ++i) {
                s.set(i, rule.nodes()[b * ComplexBlock::kWidth + i] / window.start);
            }
            window.blocks[b].resize(code_.size());
            code_.run(s, window.blocks[b].data(), window.evaluated, code_.size());
        }
        window.evaluated = code_.size();
    }
    return window;
}

double ClassInverter::onHyperbola(const HyperbolaRule& rule, const ShiftClass& c, double time, int exponent) {
    Window& window = windowAt(rule, exponent);
    if (&rule == &HyperbolaRule::wide()) {
        std::array<const ComplexBlock*, 8> blocks{};
        for (std::size_t b = 0; b < window.blocks.size(); ++b) {
            blocks[b] = &window.blocks[b][c.slot];
        }
        double result = 0.0;
        if (window.grids[c.slot].cdf(time / window.start, 1.0 + c.slack / window.start,
                                     {blocks.data(), window.blocks.size()}, result)) {
            return result;
        }
    }
    const double t = time / window.start;
    double sum = 0.0;
    for (std::size_t k = 0; k < rule.size(); ++k) {
        const ComplexBlock& block = window.blocks[k / ComplexBlock::kWidth][c.slot];
        const std::complex<double> value = rule.weights()[k] * block.at(k % ComplexBlock::kWidth);
        const std::complex<double> zt = rule.nodes()[k] * t;
        sum +=
            std::exp(zt.real()) * (std::cos(zt.imag()) * value.imag() + std::sin(zt.imag()) * value.real());
    }
    return sum;
}

double ClassInverter::onVerticalLine(const ShiftClass& c, double time) {
    std::vector<Slot>& chosen = dependencies_[c.slot];
    if (chosen.empty()) {
        chosen = code_.dependencies(c.slot);
    }
    scratch_.resize(std::max<std::size_t>(scratch_.size(), code_.size()));
    double sum = 0.0;
    for (std::size_t first = 0; first < EulerRule::kSize; first += ComplexBlock::kWidth) {
        ComplexBlock s;
        for (std::size_t i = 0; i < ComplexBlock::kWidth; ++i) {
            s.set(i, EulerRule::nodes()[first + i] / time);
        }
        code_.run(s, scratch_.data(), chosen);
        for (std::size_t i = 0; i < ComplexBlock::kWidth; ++i) {
            sum += EulerRule::weights()[first + i] *
                   (scratch_[c.slot].at(i) / EulerRule::nodes()[first + i]).real();
        }
    }
    return sum;
}

double ClassInverter::cdf(const ShiftClass& c, double t) {
    const double time = t - c.shift;
    if (time < -kRounding * t) {
        return 0.0;
    }
    if (c.isAtom() || time <= kRounding * t || time <= 0.0) {
        return c.factor * (c.isAtom() ? 1.0 : c.atom);
    }
    if (const auto known = closedForm(code_.instruction(c.slot), time)) {
        return c.factor * *known;
    }
    const double since = time - c.time.idle;
    if (since <= 0.0) {
        return 0.0;
    }
    const double deviation = std::sqrt(c.time.variance);
    if (!c.time.mixed && c.ramps == 0 && c.time.mean > kNarrow * deviation) {
        return c.time.weight * normalCdf((time - c.time.mean) / deviation);
    }
    // What counts for the nodes is the time since the class could begin to end, and since
    // the last constant inside. Closer to the beginning than the spread that it was
    // concluded from, a sum is still next to nothing; a mixture need not be.
    double soonest = since - c.slack;
    const double blur = kBlur * c.time.blur;
    if (soonest < blur && !c.time.mixed) {
        soonest = blur;
    }
    if (time < c.horizon || soonest <= 0.999 * blur) {
        return c.factor * onVerticalLine(c, time);
    }
    const HyperbolaRule& rule = c.time.narrow ? HyperbolaRule::narrow() : HyperbolaRule::wide();
    int exponent = std::ilogb(soonest);
    const int common =
        rule.stride() * static_cast<int>(std::floor(static_cast<double>(exponent) / rule.stride()));
    if (since <= std::ldexp(rule.span(), common)) {
        exponent = common;  // few windows are shared by all
    } else if (since > std::ldexp(rule.span(), exponent)) {
        return c.factor * onVerticalLine(c, time);
    }
    return c.factor * onHyperbola(rule, c, time, exponent);
}

}  // namespace headroom::queueing
