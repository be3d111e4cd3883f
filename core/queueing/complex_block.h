// Eight complex numbers, real and imaginary parts apart, so that compilers turn each
// operation into a few wide instructions. A block begins without values. Internal to the folder.
#pragma once

#include <array>
#include <cmath>
#include <complex>
#include <cstddef>

// A function with this before it is compiled for wide registers too, and the machine picks at start. There is
// no fused multiplication in either, so that both compute the same bits.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__)
#define HEADROOM_WIDE [[gnu::target_clones("avx2", "default")]]
#else
#define HEADROOM_WIDE
#endif
// What such functions are made of has to stand in them.
#define HEADROOM_INLINE [[gnu::always_inline]] inline

namespace headroom::queueing {

struct ComplexBlock {
    static constexpr std::size_t kWidth = 8;
    std::array<double, kWidth> re;
    std::array<double, kWidth> im;

    static ComplexBlock filled(double real) {
        ComplexBlock b;
        b.re.fill(real);
        b.im.fill(0.0);
        return b;
    }
    std::complex<double> at(std::size_t i) const { return {re[i], im[i]}; }
    void set(std::size_t i, std::complex<double> z) {
        re[i] = z.real();
        im[i] = z.imag();
    }
};

HEADROOM_INLINE ComplexBlock operator*(const ComplexBlock& a, const ComplexBlock& b) {
    ComplexBlock r;
    for (std::size_t i = 0; i < ComplexBlock::kWidth; ++i) {
        r.re[i] = a.re[i] * b.re[i] - a.im[i] * b.im[i];
        r.im[i] = a.re[i] * b.im[i] + a.im[i] * b.re[i];
    }
    return r;
}

HEADROOM_INLINE void addScaled(ComplexBlock& sum, const ComplexBlock& a, double factor) {
    for (std::size_t i = 0; i < ComplexBlock::kWidth; ++i) {
        sum.re[i] += factor * a.re[i];
        sum.im[i] += factor * a.im[i];
    }
}

// a * s + b
HEADROOM_INLINE ComplexBlock linear(const ComplexBlock& s, double a, double b) {
    ComplexBlock r;
    for (std::size_t i = 0; i < ComplexBlock::kWidth; ++i) {
        r.re[i] = a * s.re[i] + b;
        r.im[i] = a * s.im[i];
    }
    return r;
}

// scale / z
HEADROOM_INLINE ComplexBlock inverse(const ComplexBlock& z, double scale) {
    ComplexBlock r;
    for (std::size_t i = 0; i < ComplexBlock::kWidth; ++i) {
        const double f = scale / (z.re[i] * z.re[i] + z.im[i] * z.im[i]);
        r.re[i] = f * z.re[i];
        r.im[i] = -f * z.im[i];
    }
    return r;
}

// e^{a s}
HEADROOM_INLINE ComplexBlock exponentialOf(const ComplexBlock& s, double a) {
    ComplexBlock r;
    for (std::size_t i = 0; i < ComplexBlock::kWidth; ++i) {
        const double size = std::exp(a * s.re[i]);
        r.re[i] = size * std::cos(a * s.im[i]);
        r.im[i] = size * std::sin(a * s.im[i]);
    }
    return r;
}

// z^{-n}, by the logarithm; z is off the negative axis
HEADROOM_INLINE ComplexBlock inversePowerOf(const ComplexBlock& z, double n) {
    ComplexBlock r;
    for (std::size_t i = 0; i < ComplexBlock::kWidth; ++i) {
        const double size = std::exp(-0.5 * n * std::log(z.re[i] * z.re[i] + z.im[i] * z.im[i]));
        const double angle = -n * std::atan2(z.im[i], z.re[i]);
        r.re[i] = size * std::cos(angle);
        r.im[i] = size * std::sin(angle);
    }
    return r;
}

// z^n, n >= 1
HEADROOM_INLINE ComplexBlock powerOf(ComplexBlock z, unsigned n) {
    ComplexBlock r = ComplexBlock::filled(1.0);
    for (; n > 1; n /= 2) {
        if (n % 2 == 1) {
            r = r * z;
        }
        z = z * z;
    }
    return r * z;
}

}  // namespace headroom::queueing
