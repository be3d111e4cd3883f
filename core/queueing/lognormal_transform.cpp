#include "core/queueing/lognormal_transform.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace headroom::queueing {

namespace {

using Complex = std::complex<double>;

// exp(-(w/sigma^2)(e^{sigma u} - 1 - sigma u) - u^2/2): the integrand over its value
// at the saddle u = 0.
struct SaddleIntegrand {
    Complex w;
    double sigma;

    Complex exponent(double u, Complex turn) const {
        const Complex v = Complex(u, 0.0) + turn;
        const Complex x = sigma * v;
        // e^x - 1 - x loses digits for small x, where the series has them.
        const Complex bent =
            std::abs(x) < 1e-3 ? x * x * (0.5 + x / 6.0 + x * x / 24.0) : std::exp(x) - 1.0 - x;
        return -(w / (sigma * sigma)) * bent - 0.5 * v * v;
    }
};

Complex halfSum(const SaddleIntegrand& integrand, Complex turn, double step) {
    Complex sum = 0.0;
    double last = 0.0;
    for (int k = 1; k < 2000; ++k) {
        const Complex e = integrand.exponent(k * step, turn);
        // Past the smallest term a path beyond the imaginary axis may rise again.
        if (e.real() < -46.0 || (e.real() < -12.0 && e.real() > last)) {
            break;
        }
        last = e.real();
        sum += std::exp(e);
    }
    return sum;
}

}  // namespace

std::complex<double> lambertW(std::complex<double> z) {
    Complex w = std::abs(z) < 2.0 ? z / (1.0 + z) : std::log(z) - std::log(std::log(z) + 1e-300);
    if (std::abs(z) < 2.0 && std::abs(1.0 + z) < 0.5) {
        w = std::log(1.0 + z + Complex(0.0, 1e-3));
    }
    for (int i = 0; i < 60; ++i) {  // Halley
        const Complex e = std::exp(w);
        const Complex f = w * e - z;
        const Complex step = f / (e * (w + 1.0) - (w + 2.0) * f / (2.0 * w + 2.0));
        w -= step;
        if (std::abs(step) <= 1e-15 * std::abs(w)) {
            break;
        }
    }
    return w;
}

std::complex<double> lognormalTransform(double logMean, double sigma, std::complex<double> s, double ahead) {
    if (s == Complex(0.0)) {
        return 1.0;
    }
    const double variance = sigma * sigma;
    const Complex w = lambertW(s * variance * std::exp(logMean));
    const SaddleIntegrand integrand{w, sigma};
    // Beyond the imaginary axis the far right of the line would grow: it is turned
    // until the argument of the exponential lies in the right half plane again. For a
    // small sigma the growth starts only where the integrand is long spent.
    Complex turn = 0.0;
    const double widest = 0.3 * std::numbers::pi;
    if (std::abs(std::arg(w)) > widest && sigma > 0.2) {
        turn = Complex(0.0, -std::copysign(std::abs(std::arg(w)) - widest, w.imag()) / sigma);
    }
    // Narrow where the saddle is sharp, and where the exponential turns quickly beside
    // the line, which for the trapezoidal rule limits the strip.
    const double step = 0.22 / std::max(std::sqrt(std::abs(1.0 + w)), std::max(1.0, 1.4 * sigma));
    const Complex sum = std::exp(integrand.exponent(0.0, turn)) + halfSum(integrand, turn, step) +
                        halfSum(integrand, turn, -step);
    return std::exp(s * ahead - (w * w + 2.0 * w) / (2.0 * variance)) * sum * step /
           std::sqrt(2.0 * std::numbers::pi);
}

}  // namespace headroom::queueing
