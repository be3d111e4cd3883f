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
constexpr double kPlateau = 1e-12;   // relative: a probability that is met
// A product of so many transforms that e^{st} would overflow: over 20 000 different
// stations in a row, whose sum is normal.
constexpr double kNarrow = 150.0;

bool isNormal(const ShiftClass& c) {
    return !c.time.mixed && c.ramps == 0 && c.time.mean > kNarrow * std::sqrt(c.time.variance);
}

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

// Smallest t with closedForm(instruction, t) >= p.
std::optional<double> closedQuantile(const TransformInstruction& instruction, double p) {
    const ExponentialWait wait{.probability = instruction.x, .rate = instruction.y};
    switch (instruction.op) {
        case TransformInstruction::Op::Exponential:
            return -std::log1p(-p) / instruction.x;
        case TransformInstruction::Op::AtomExponential:
            return (1.0 - p) * (1.0 + kPlateau) >= wait.probability ? 0.0 : wait.quantile(p);
        case TransformInstruction::Op::Station:
            return wait.responseQuantile(instruction.z, p);
        default:
            return std::nullopt;
    }
}

}  // namespace

std::optional<double> ClassInverter::knownQuantile(const ShiftClass& c, double p) const {
    if (c.isAtom()) {
        return c.shift;
    }
    const auto time = closedQuantile(code_.instruction(c.slot), p);
    return time ? std::optional(c.shift + *time) : std::nullopt;
}

ClassInverter::Window::Window(const HyperbolaRule& rule, double startsAt)
    : start(startsAt), nodes(rule.size() / ComplexBlock::kWidth), values(nodes.size()) {
    for (std::size_t k = 0; k < rule.size(); ++k) {
        nodes[k / ComplexBlock::kWidth].set(k % ComplexBlock::kWidth, rule.nodes()[k] / start);
    }
}

ClassInverter::Window& ClassInverter::windowAt(const HyperbolaRule& rule, int exponent) {
    Windows& windows = &rule == &HyperbolaRule::wide() ? wide_ : narrow_;
    return windows.try_emplace(exponent, rule, std::ldexp(1.0, exponent)).first->second;
}

std::span<const ComplexBlock> ClassInverter::valuesAt(Window& window, Slot slot) {
    if (!window.values.has(slot)) {
        missing_.clear();
        code_.addMissing(slot, window.values, missing_);
        bytes_ += missing_.size() * window.values.bytesOfOne();
        code_.run(window.nodes, window.values, missing_);
    }
    return window.values.all(slot);
}

HyperbolaGrid& ClassInverter::gridOf(Window& window, const HyperbolaRule& rule, Slot slot) {
    if (window.gridOf.size() <= slot) {
        window.gridOf.resize(code_.size());
    }
    std::uint32_t& number = window.gridOf[slot];
    if (number == 0) {
        bytes_ += window.grids.emplace_back(rule).bytes();
        number = static_cast<std::uint32_t>(window.grids.size());
    }
    return window.grids[number - 1];
}

double ClassInverter::onHyperbola(const Place& place, const ShiftClass& c, double time) {
    const HyperbolaRule& rule = *place.rule;
    Window& window = windowAt(rule, place.exponent);
    const std::span<const ComplexBlock> blocks = valuesAt(window, c.slot);
    const double t = time / window.start;
    if (place.fine) {
        double result = 0.0;
        if (gridOf(window, rule, c.slot).cdf(t, 1.0 + c.slack / window.start, blocks, result)) {
            return result;
        }
    }
    double sum = 0.0;
    for (std::size_t k = 0; k < rule.size(); ++k) {
        const std::complex<double> at = blocks[k / ComplexBlock::kWidth].at(k % ComplexBlock::kWidth);
        const std::complex<double> value = rule.weights()[k] * at;
        const std::complex<double> zt = rule.nodes()[k] * t;
        sum +=
            std::exp(zt.real()) * (std::cos(zt.imag()) * value.imag() + std::sin(zt.imag()) * value.real());
    }
    return sum;
}

const std::vector<Slot>& ClassInverter::dependenciesOf(Slot slot) {
    std::vector<Slot>& chosen = dependencies_[slot];
    if (chosen.empty()) {
        chosen = code_.dependencies(slot);
    }
    return chosen;
}

std::size_t ClassInverter::effort(Slot slot) {
    return dependenciesOf(slot).size();
}

double ClassInverter::onVerticalLine(const ShiftClass& c, double time) {
    const std::vector<Slot>& chosen = dependenciesOf(c.slot);
    for (const Slot slot : chosen) {
        if (!scratch_.has(slot)) {
            scratch_.add(slot, code_.size());
        }
    }
    double sum = 0.0;
    for (std::size_t first = 0; first < EulerRule::kSize; first += ComplexBlock::kWidth) {
        ComplexBlock s;
        for (std::size_t i = 0; i < ComplexBlock::kWidth; ++i) {
            s.set(i, EulerRule::nodes()[first + i] / time);
        }
        code_.run({&s, 1}, scratch_, chosen);
        for (std::size_t i = 0; i < ComplexBlock::kWidth; ++i) {
            sum += EulerRule::weights()[first + i] *
                   (scratch_.of(c.slot)->at(i) / EulerRule::nodes()[first + i]).real();
        }
    }
    return sum;
}

std::optional<ClassInverter::Place> ClassInverter::placeOf(const ShiftClass& c, double time) {
    const double since = time - c.time.idle;
    // What counts for the nodes is the time since the class could begin to end, and since
    // the last constant inside. Closer to the beginning than the spread that it was
    // concluded from, a sum is still next to nothing; a mixture need not be.
    double soonest = since - c.slack;
    const double blur = kBlur * c.time.blur;
    if (soonest < blur && !c.time.mixed) {
        soonest = blur;
    }
    if (time < c.horizon || soonest <= 0.999 * blur) {
        return std::nullopt;
    }
    const HyperbolaRule& rule = c.time.narrow ? HyperbolaRule::narrow() : HyperbolaRule::wide();
    int exponent = std::ilogb(soonest);
    const int common =
        rule.stride() * static_cast<int>(std::floor(static_cast<double>(exponent) / rule.stride()));
    if (since <= std::ldexp(rule.span(), common)) {
        exponent = common;  // few windows are shared by all
    } else if (since > std::ldexp(rule.span(), exponent)) {
        return std::nullopt;
    }
    return Place{&rule, exponent, HyperbolaGrid::isFineEnough(rule, c.time, time)};
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
    if (time - c.time.idle <= 0.0) {
        return 0.0;
    }
    if (isNormal(c)) {
        return c.time.weight * normalCdf((time - c.time.mean) / std::sqrt(c.time.variance));
    }
    const std::optional<Place> place = placeOf(c, time);
    return c.factor * (place ? onHyperbola(*place, c, time) : onVerticalLine(c, time));
}

std::optional<double> ClassInverter::quantileNear(const ShiftClass& c, double mass, double all,
                                                  double guess) {
    constexpr int kMostWindows = 3;
    if (isNormal(c) || !(mass < all)) {
        return std::nullopt;
    }
    std::optional<Place> last;
    HyperbolaGrid::Reading read{.time = guess - c.shift, .exact = false};
    for (int i = 0; i < kMostWindows && read.time > c.time.idle; ++i) {
        const std::optional<Place> place = placeOf(c, read.time);
        if (!place || !place->fine) {
            return std::nullopt;
        }
        if (last && *last == *place) {
            return read.exact ? std::optional(c.shift + read.time) : std::nullopt;
        }
        last = place;
        Window& window = windowAt(*place->rule, place->exponent);
        const std::span<const ComplexBlock> blocks = valuesAt(window, c.slot);
        read = gridOf(window, *place->rule, c.slot)
                   .timeOf(mass / c.factor, all / c.factor, read.time / window.start,
                           1.0 + c.slack / window.start, blocks);
        read.time *= window.start;
    }
    return std::nullopt;
}

}  // namespace headroom::queueing
