#include "core/queueing/md_c_transform.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/queueing/mm_c.h"

namespace headroom::queueing {

namespace {

using Complex = std::complex<double>;

// Of x = rho (1 - turn e^{-x}), the root with Re x > 0: the right side contracts there, and Newton's method
// ends what its first steps begin.
Complex rootFor(double rho, Complex turn) {
    Complex x = rho * (1.0 - turn * std::exp(-rho));
    for (int step = 0; step < 100; ++step) {
        const Complex there = rho * turn * std::exp(-x);
        const Complex next = step < 4 ? rho - there : x - (x - rho + there) / (1.0 - there);
        const double moved = std::abs(next - x);
        x = next;
        if (moved < 1e-15 * std::abs(x)) {
            break;
        }
    }
    return x;
}

Complex expm1Of(Complex z) {
    const double half = std::sin(0.5 * z.imag());
    return {std::expm1(z.real()) * std::cos(z.imag()) - 2.0 * half * half,
            std::exp(z.real()) * std::sin(z.imag())};
}

// log(1 - x) + x, for small x by its series.
Complex logBeyond(Complex x) {
    if (std::abs(x) < 1e-2) {
        Complex sum = 0.0;
        Complex power = x;
        for (int n = 2; n <= 9; ++n) {
            power *= x;
            sum -= power / static_cast<double>(n);
        }
        return sum;
    }
    return std::log(1.0 - x) + x;
}

}  // namespace

ConstantServiceWait::ConstantServiceWait(double arrivalRate, double serviceTime, std::int64_t servers)
    : servers_(static_cast<double>(std::clamp<std::int64_t>(servers, 1, mostServers))),
      utilization_(std::clamp(arrivalRate * serviceTime / servers_, 1e-12, kMaxUtilization)),
      scale_(serviceTime / servers_) {
    const auto count = static_cast<std::int64_t>(servers_);
    // P(W = 0) = c (1 - rho) prod rho / x_j.
    double nobody = servers_ * (1.0 - utilization_);
    for (std::int64_t j = 1; 2 * j <= count; ++j) {
        const double angle = 2.0 * std::numbers::pi * static_cast<double>(j) / servers_;
        if (2 * j == count) {
            const double root = rootFor(utilization_, -1.0).real();
            realInverse_ = 1.0 / root;
            nobody *= utilization_ * realInverse_;
        } else {
            inverses_.push_back(1.0 / rootFor(utilization_, std::polar(1.0, angle)));
            nobody *= std::norm(utilization_ * inverses_.back());
        }
    }
    waits_ = std::clamp(1.0 - nobody, 0.0, 1.0);
    findMoments();
}

// From the logarithm of the transform, in x: sums over roots, c log(1 - x / rho) and log(1 - e^g) with
// g = c (-x - log(1 - x / rho)) = c (1 / rho - 1) x (1 + a x + b x^2 + ...).
void ConstantServiceWait::findMoments() {
    const double up = 1.0 / utilization_;
    const double idle = (1.0 - utilization_) / utilization_;
    double sum = realInverse_;
    double squares = realInverse_ * realInverse_;
    for (const Complex& inverse : inverses_) {
        sum += 2.0 * inverse.real();
        squares += 2.0 * (inverse * inverse).real();
    }
    const double a = 0.5 * up * up / idle;
    const double b = up * up * up / (3.0 * idle);
    const double slope = servers_ * idle;
    const double mean = sum - servers_ * up + 0.5 * slope + a;
    const double variance =
        -squares + servers_ * up * up - (0.5 * servers_ * up * up + slope * slope / 12.0 + 2.0 * b - a * a);
    mean_ = waits_ > 0.0 ? std::max(mean, 0.0) * scale_ : 0.0;
    // Those who wait have some variance: what cancels at low load is never below that of a constant.
    const double least = waits_ > 0.0 ? mean_ * mean_ * (1.0 / waits_ - 1.0) : 0.0;
    variance_ = std::max(variance * scale_ * scale_, least);
}

std::complex<double> ConstantServiceWait::transform(std::complex<double> s) const {
    const Complex x = s * scale_;
    if (x == Complex(0.0)) {
        return 1.0;
    }
    const Complex away = 1.0 - x / utilization_;
    const Complex exponent =
        -servers_ * (logBeyond(x / utilization_) - x * (1.0 - utilization_) / utilization_);
    constexpr double beyondAll = 700.0;
    if (exponent.real() > beyondAll) {
        return 0.0;
    }
    Complex product = servers_ * x * (utilization_ - 1.0) / utilization_ / away;
    if (realInverse_ != 0.0) {
        product *= (1.0 - x * realInverse_) / away;
    }
    for (const Complex& inverse : inverses_) {
        product *= (1.0 - x * inverse) * (1.0 - x * std::conj(inverse)) / (away * away);
    }
    return product / -expm1Of(exponent);
}

}  // namespace headroom::queueing
