#pragma once

#include <bit>
#include <cstdint>

/// Logarithm and exponential that give the same bits on every machine and with every C library: plain
/// arithmetic after fdlibm (Sun Microsystems 1993). Errors below 1 ulp.
namespace headroom::engine::simulator {

/// x positive and normal.
[[gnu::always_inline]] inline double naturalLog(double x) {
    constexpr double ln2High = 6.93147180369123816490e-01;
    constexpr double ln2Low = 1.90821492927058770002e-10;
    constexpr std::uint64_t fraction = 0x000fffffffffffffULL;
    constexpr std::uint64_t halfRoot = 0x95f6400000000ULL;  // carries above sqrt(2)
    const auto bits = std::bit_cast<std::uint64_t>(x);
    const std::uint64_t carry = ((bits & fraction) + halfRoot) & 0x0010000000000000ULL;
    const double m = std::bit_cast<double>((bits & fraction) | (carry ^ 0x3ff0000000000000ULL));
    // As a number by way of its bits, which processors without AVX-512 can do for several at once.
    constexpr double integers = 0x1p52;
    const std::uint64_t exponent = (bits >> 52) + (carry >> 52);
    const double k =
        std::bit_cast<double>(std::bit_cast<std::uint64_t>(integers) | exponent) - (integers + 1023);
    const double f = m - 1;
    const double s = f / (2 + f);
    const double z = s * s;
    const double w = z * z;
    const double even =
        w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    const double odd =
        z * (6.666666666666735130e-01 +
             w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
    const double half = 0.5 * f * f;
    return k * ln2High - ((half - (s * (half + even + odd) + k * ln2Low)) - f);
}

/// e^x; 0 below -700, and x is taken as 700 above that.
double exponential(double x);

/// x^y for x > 0.
inline double power(double x, double y) {
    return exponential(y * naturalLog(x));
}

}  // namespace headroom::engine::simulator
