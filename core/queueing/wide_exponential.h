// Exponentials of eight numbers at once, by operations that compilers turn into wide instructions and that
// give the same bits where these are not there. Internal to the folder.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "core/queueing/complex_block.h"

namespace headroom::queueing {

struct RealBlock {
    static constexpr std::size_t kWidth = 8;
    std::array<double, kWidth> at{};
};

// e^x = scale (1 + rest) with scale a power of 2 and |rest| below 0.42, both to the last bit or two. Range: x
// up to 709; below -708 as at -708.
struct ExponentialParts {
    RealBlock scale;
    RealBlock rest;
};

// (e^r - 1) / r: the sum of r^k / (k + 1)!, as far as it matters. Without a loop, so that it becomes wide.
HEADROOM_INLINE double seriesOfRest(double r) {
    double sum = 1.0 / 6227020800.0;
    sum = sum * r + 1.0 / 479001600.0;
    sum = sum * r + 1.0 / 39916800.0;
    sum = sum * r + 1.0 / 3628800.0;
    sum = sum * r + 1.0 / 362880.0;
    sum = sum * r + 1.0 / 40320.0;
    sum = sum * r + 1.0 / 5040.0;
    sum = sum * r + 1.0 / 720.0;
    sum = sum * r + 1.0 / 120.0;
    sum = sum * r + 1.0 / 24.0;
    sum = sum * r + 1.0 / 6.0;
    sum = sum * r + 0.5;
    return sum * r + 1.0;
}

HEADROOM_INLINE ExponentialParts exponentialParts(const RealBlock& x) {
    // 1 / ln 2, and ln 2 as a sum whose first part has zeros at its end (Cody, Waite 1980).
    constexpr double kPerDoubling = 1.4426950408889634;
    constexpr double kDoubling = 6.93147180369123816490e-01;
    constexpr double kDoublingRest = 1.90821492927058770002e-10;
    // The sum with it is rounded to an integer, which stands in the last bits.
    constexpr double kInteger = 0x1.8p52;
    constexpr double kLeast = -708.0;
    constexpr std::uint64_t kExponentBias = 1023;
    constexpr int kMantissaBits = 52;
    ExponentialParts e;
    for (std::size_t i = 0; i < RealBlock::kWidth; ++i) {
        const double legal = x.at[i] > kLeast ? x.at[i] : kLeast;
        const double shifted = legal * kPerDoubling + kInteger;
        const double doublings = shifted - kInteger;
        const double r = legal - doublings * kDoubling - doublings * kDoublingRest;
        e.rest.at[i] = r * seriesOfRest(r);
        e.scale.at[i] =
            std::bit_cast<double>((std::bit_cast<std::uint64_t>(shifted) + kExponentBias) << kMantissaBits);
    }
    return e;
}

HEADROOM_INLINE RealBlock exponentialOf(const RealBlock& x) {
    ExponentialParts e = exponentialParts(x);
    for (std::size_t i = 0; i < RealBlock::kWidth; ++i) {
        e.scale.at[i] += e.scale.at[i] * e.rest.at[i];
    }
    return e.scale;
}

// 1 - e^x, without cancellation near 0.
HEADROOM_INLINE RealBlock complementOfExponential(const RealBlock& x) {
    ExponentialParts e = exponentialParts(x);
    for (std::size_t i = 0; i < RealBlock::kWidth; ++i) {
        e.scale.at[i] = (1.0 - e.scale.at[i]) - e.scale.at[i] * e.rest.at[i];
    }
    return e.scale;
}

}  // namespace headroom::queueing
