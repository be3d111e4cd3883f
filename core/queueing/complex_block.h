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

// Whether the numbers stand on a vertical line, equally far apart.
HEADROOM_INLINE bool isVerticalLadder(const ComplexBlock& s) {
    constexpr std::size_t last = ComplexBlock::kWidth - 1;
    const double rungs = static_cast<double>(last) * (s.im[1] - s.im[0]);
    return s.re[0] == s.re[1] && s.re[0] == s.re[last] &&
           std::abs(s.im[last] - s.im[0] - rungs) <= 1e-14 * std::abs(s.im[last]);
}

// e^{a s}, where isVerticalLadder(s): from one rung to the next it turns by the same angle.
HEADROOM_INLINE ComplexBlock exponentialOfLadder(const ComplexBlock& s, double a) {
    const double size = std::exp(a * s.re[0]);
    const double rung = (s.im[ComplexBlock::kWidth - 1] - s.im[0]) / (ComplexBlock::kWidth - 1.0);
    ComplexBlock r;
    r.re[0] = size * std::cos(a * s.im[0]);
    r.im[0] = size * std::sin(a * s.im[0]);
    double cosine = std::cos(a * rung);
    double sine = std::sin(a * rung);
    for (std::size_t known = 1; known < ComplexBlock::kWidth; known *= 2) {
        for (std::size_t i = 0; i < known; ++i) {
            r.re[known + i] = r.re[i] * cosine - r.im[i] * sine;
            r.im[known + i] = r.re[i] * sine + r.im[i] * cosine;
        }
        const double twice = cosine * cosine - sine * sine;
        sine *= 2.0 * cosine;
        cosine = twice;
    }
    return r;
}

// e^{a s}
HEADROOM_INLINE ComplexBlock exponentialOf(const ComplexBlock& s, double a) {
    if (isVerticalLadder(s)) {
        return exponentialOfLadder(s, a);
    }
    ComplexBlock r;
    for (std::size_t i = 0; i < ComplexBlock::kWidth; ++i) {
        const double size = std::exp(a * s.re[i]);
        r.re[i] = size * std::cos(a * s.im[i]);
        r.im[i] = size * std::sin(a * s.im[i]);
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
