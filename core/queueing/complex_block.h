// Eight complex numbers, real and imaginary parts apart, so that compilers turn each
// operation into a few wide instructions. Internal to the folder.
#pragma once

#include <array>
#include <cmath>
#include <complex>
#include <cstddef>

namespace headroom::queueing {

struct ComplexBlock {
    static constexpr std::size_t kWidth = 8;
    std::array<double, kWidth> re{};
    std::array<double, kWidth> im{};

    static ComplexBlock filled(double real) {
        ComplexBlock b;
        b.re.fill(real);
        return b;
    }
    std::complex<double> at(std::size_t i) const { return {re[i], im[i]}; }
    void set(std::size_t i, std::complex<double> z) {
        re[i] = z.real();
        im[i] = z.imag();
    }
};

inline ComplexBlock operator*(const ComplexBlock& a, const ComplexBlock& b) {
    ComplexBlock r;
    for (std::size_t i = 0; i < ComplexBlock::kWidth; ++i) {
        r.re[i] = a.re[i] * b.re[i] - a.im[i] * b.im[i];
        r.im[i] = a.re[i] * b.im[i] + a.im[i] * b.re[i];
    }
    return r;
}

inline void addScaled(ComplexBlock& sum, const ComplexBlock& a, double factor) {
    for (std::size_t i = 0; i < ComplexBlock::kWidth; ++i) {
        sum.re[i] += factor * a.re[i];
        sum.im[i] += factor * a.im[i];
    }
}

// a * s + b
inline ComplexBlock linear(const ComplexBlock& s, double a, double b) {
    ComplexBlock r;
    for (std::size_t i = 0; i < ComplexBlock::kWidth; ++i) {
        r.re[i] = a * s.re[i] + b;
        r.im[i] = a * s.im[i];
    }
    return r;
}

// scale / z
inline ComplexBlock inverse(const ComplexBlock& z, double scale) {
    ComplexBlock r;
    for (std::size_t i = 0; i < ComplexBlock::kWidth; ++i) {
        const double f = scale / (z.re[i] * z.re[i] + z.im[i] * z.im[i]);
        r.re[i] = f * z.re[i];
        r.im[i] = -f * z.im[i];
    }
    return r;
}

// e^{a s}
inline ComplexBlock exponentialOf(const ComplexBlock& s, double a) {
    ComplexBlock r;
    for (std::size_t i = 0; i < ComplexBlock::kWidth; ++i) {
        const double size = std::exp(a * s.re[i]);
        r.re[i] = size * std::cos(a * s.im[i]);
        r.im[i] = size * std::sin(a * s.im[i]);
    }
    return r;
}

// z^n, n >= 1
inline ComplexBlock powerOf(ComplexBlock z, unsigned n) {
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
