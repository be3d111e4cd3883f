// Powers of eight complex numbers at once, by operations that compilers turn into wide instructions and that
// give the same bits where these are not there. Internal to the folder.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>

#include "core/queueing/complex_block.h"
#include "core/queueing/wide_exponential.h"

namespace headroom::queueing {

// r^2 + r^4 / 3 + ... less the first: artanh(r) / r - 1, for r^2 below 0.03.
HEADROOM_INLINE double seriesOfArtanh(double square) {
    double sum = 1.0 / 23.0;
    sum = sum * square + 1.0 / 21.0;
    sum = sum * square + 1.0 / 19.0;
    sum = sum * square + 1.0 / 17.0;
    sum = sum * square + 1.0 / 15.0;
    sum = sum * square + 1.0 / 13.0;
    sum = sum * square + 1.0 / 11.0;
    sum = sum * square + 1.0 / 9.0;
    sum = sum * square + 1.0 / 7.0;
    sum = sum * square + 1.0 / 5.0;
    sum = sum * square + 1.0 / 3.0;
    return sum * square;
}

// ln x of normal numbers above 0.
HEADROOM_INLINE RealBlock logarithmOf(const RealBlock& x) {
    constexpr std::uint64_t kMantissa = 0x000fffffffffffffULL;
    constexpr std::uint64_t kOne = 0x3ff0000000000000ULL;
    constexpr std::uint64_t kInteger =
        0x4330000000000000ULL;  // as a double, 2^52: what is added is an integer
    constexpr double kBias = 0x1p52 + 1023.0;
    RealBlock r;
    for (std::size_t i = 0; i < RealBlock::kWidth; ++i) {
        const auto bits = std::bit_cast<std::uint64_t>(x.at[i]);
        double doublings = std::bit_cast<double>((bits >> 52) | kInteger) - kBias;
        double rest = std::bit_cast<double>((bits & kMantissa) | kOne);
        const bool large = rest > std::numbers::sqrt2;
        rest = large ? 0.5 * rest : rest;
        doublings = large ? doublings + 1.0 : doublings;
        // ln(rest) = 2 artanh(ratio)
        const double ratio = (rest - 1.0) / (rest + 1.0);
        r.at[i] = doublings * std::numbers::ln2 + 2.0 * (ratio + ratio * seriesOfArtanh(ratio * ratio));
    }
    return r;
}

// The angle of re + i im in -pi .. pi.
HEADROOM_INLINE RealBlock angleOf(const ComplexBlock& z) {
    RealBlock r;
    for (std::size_t i = 0; i < RealBlock::kWidth; ++i) {
        const double x = std::abs(z.re[i]);
        const double y = std::abs(z.im[i]);
        const double large = x > y ? x : y;
        const double small = x > y ? y : x;
        // Tangents of a half and of a quarter of the angle to the nearer axis.
        const double half = small / (large + std::sqrt(large * large + small * small));
        const double quarter = half / (1.0 + std::sqrt(1.0 + half * half));
        // arctan(r) = artanh(i r) / i
        const double square = -quarter * quarter;
        double angle = 4.0 * (quarter + quarter * seriesOfArtanh(square));
        angle = x > y ? angle : 0.5 * std::numbers::pi - angle;
        angle = z.re[i] < 0.0 ? std::numbers::pi - angle : angle;
        r.at[i] = z.im[i] < 0.0 ? -angle : angle;
    }
    return r;
}

// e^{i x}, |x| up to 1e6.
HEADROOM_INLINE ComplexBlock unitAt(const RealBlock& x) {
    // pi / 2 as a sum whose first two parts have zeros at their ends (Cody, Waite 1980).
    constexpr double kQuarter = 1.57079632673412561417e+00;
    constexpr double kQuarterRest = 6.07710050630396597660e-11;
    constexpr double kQuarterLast = 2.02226624879595063154e-21;
    // The sum with it is rounded to an integer, which stands in the last bits.
    constexpr double kInteger = 0x1.8p52;
    ComplexBlock r;
    for (std::size_t i = 0; i < RealBlock::kWidth; ++i) {
        const double shifted = x.at[i] * (2.0 * std::numbers::inv_pi) + kInteger;
        const double quarters = shifted - kInteger;
        const double rest =
            ((x.at[i] - quarters * kQuarter) - quarters * kQuarterRest) - quarters * kQuarterLast;
        const double square = rest * rest;
        double sine = 1.0 / 355687428096000.0;
        sine = sine * square - 1.0 / 1307674368000.0;
        sine = sine * square + 1.0 / 6227020800.0;
        sine = sine * square - 1.0 / 39916800.0;
        sine = sine * square + 1.0 / 362880.0;
        sine = sine * square - 1.0 / 5040.0;
        sine = sine * square + 1.0 / 120.0;
        sine = sine * square - 1.0 / 6.0;
        sine = rest + rest * (sine * square);
        double cosine = 1.0 / 20922789888000.0;
        cosine = cosine * square - 1.0 / 87178291200.0;
        cosine = cosine * square + 1.0 / 479001600.0;
        cosine = cosine * square - 1.0 / 3628800.0;
        cosine = cosine * square + 1.0 / 40320.0;
        cosine = cosine * square - 1.0 / 720.0;
        cosine = cosine * square + 1.0 / 24.0;
        cosine = cosine * square - 0.5;
        cosine = 1.0 + cosine * square;
        const auto bits = std::bit_cast<std::uint64_t>(shifted);
        const bool odd = (bits & 1U) != 0;
        const double re = odd ? sine : cosine;
        const double im = odd ? cosine : sine;
        r.re[i] = ((bits + 1U) & 2U) != 0 ? -re : re;
        r.im[i] = (bits & 2U) != 0 ? -im : im;
    }
    return r;
}

// size e^{i angle}
HEADROOM_INLINE ComplexBlock polar(const RealBlock& size, const RealBlock& angle) {
    ComplexBlock r = unitAt(angle);
    for (std::size_t i = 0; i < RealBlock::kWidth; ++i) {
        r.re[i] *= size.at[i];
        r.im[i] *= size.at[i];
    }
    return r;
}

// z^{-n}, by the logarithm; z is off the negative axis.
HEADROOM_INLINE ComplexBlock inversePowerOf(const ComplexBlock& z, double n) {
    constexpr double kLargest = 709.0;  // of an exponent
    RealBlock square;
    for (std::size_t i = 0; i < RealBlock::kWidth; ++i) {
        square.at[i] = z.re[i] * z.re[i] + z.im[i] * z.im[i];
    }
    RealBlock size = logarithmOf(square);
    RealBlock angle = angleOf(z);
    for (std::size_t i = 0; i < RealBlock::kWidth; ++i) {
        const double exponent = -0.5 * n * size.at[i];
        size.at[i] = exponent < kLargest ? exponent : kLargest;
        angle.at[i] *= -n;
    }
    return polar(exponentialOf(size), angle);
}

}  // namespace headroom::queueing
