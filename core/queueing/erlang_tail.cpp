#include "core/queueing/erlang_tail.h"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "core/queueing/root_finding.h"

namespace headroom::queueing {

namespace {

namespace bmp = boost::math::policies;
using Quiet = bmp::policy<bmp::domain_error<bmp::ignore_error>, bmp::pole_error<bmp::ignore_error>,
                          bmp::overflow_error<bmp::ignore_error>, bmp::underflow_error<bmp::ignore_error>,
                          bmp::evaluation_error<bmp::ignore_error>, bmp::promote_double<false>>;

// Gamma(a, x) e^x x^-a for x well above a, by Legendre's continued fraction (Lentz).
double upperFraction(double a, double x) {
    double b = x + 1.0 - a;
    double c = 1e300;
    double d = 1.0 / b;
    double h = d;
    for (int i = 1; i < 500; ++i) {
        const double an = -i * (i - a);
        b += 2.0;
        d = 1.0 / (an * d + b);
        c = b + an / c;
        h *= d * c;
        if (std::abs(d * c - 1.0) < 1e-15) {
            break;
        }
    }
    return h;
}

}  // namespace

double erlangTail(double shape, double x) {
    if (!(shape > 0.0)) {
        return 0.0;
    }
    return x > 0.0 ? std::clamp(boost::math::gamma_q(shape, x, Quiet()), 0.0, 1.0) : 1.0;
}

double erlangCdf(double shape, double x) {
    if (!(shape > 0.0)) {
        return 1.0;
    }
    return x > 0.0 ? std::clamp(boost::math::gamma_p(shape, x, Quiet()), 0.0, 1.0) : 0.0;
}

double erlangDensity(double shape, double x) {
    return x > 0.0 ? boost::math::gamma_p_derivative(shape, x, Quiet()) : (shape <= 1.0 ? 1.0 : 0.0);
}

TruncatedGeometric TruncatedGeometric::of(double places, double mean) {
    constexpr double longest = 300.0;  // in logarithms of the ratio over all places
    const double count = std::max(places, 1.0);
    if (count <= 1.0) {
        return {.ratio = 1.0, .count = count};
    }
    const auto off = [&](double z) {
        return TruncatedGeometric{.ratio = std::exp(z), .count = count}.meanPosition() - mean;
    };
    const double z = findRoot(off, -longest, longest, off(-longest), off(longest), 1e-12);
    return {.ratio = std::exp(z), .count = count};
}

double TruncatedGeometric::meanPosition() const {
    const double z = std::log(ratio);
    const double n = count;
    if (std::abs(n * z) < 1e-2) {
        return 0.5 * (n - 1.0) + (n * n - 1.0) * z / 12.0 - (n * n * n * n - 1.0) * z * z * z / 720.0;
    }
    return 1.0 / std::expm1(-z) - n / std::expm1(-n * z);
}

double TruncatedGeometric::positionVariance() const {
    const double z = std::log(ratio);
    const double n = count;
    if (std::abs(n * z) < 1e-2) {
        return (n * n - 1.0) / 12.0 - (n * n * n * n - 1.0) * z * z / 240.0;
    }
    const double one = 2.0 * std::sinh(0.5 * z);
    const double all = 2.0 * std::sinh(std::clamp(0.5 * n * z, -300.0, 300.0));
    return std::max(0.0, 1.0 / (one * one) - n / all * (n / all));
}

double TruncatedGeometric::scale() const {
    return ratio > 1.0 ? std::exp(-count * std::log(ratio)) : 1.0;
}

double TruncatedGeometric::scaledSum() const {
    const double z = -std::abs(std::log(ratio));  // the larger weights first
    if (z == 0.0) {
        return count;
    }
    // sum of e^{jz}, j = 0 .. count - 1; for ratio > 1 the same times e^z.
    const double sum = std::expm1(count * z) / std::expm1(z);
    return ratio > 1.0 ? sum * std::exp(z) : sum;
}

double TruncatedGeometric::tiltedTail(double x) const {
    if (ratio <= 1.0) {
        return std::exp(-x * (1.0 - ratio)) * queueing::erlangTail(count, ratio * x);
    }
    const double exponent = x * (ratio - 1.0) - count * std::log(ratio);
    if (exponent < 200.0) {
        return std::exp(exponent) * queueing::erlangTail(count, ratio * x);
    }
    // The factors leave the range of double, their product does not: ratio x is far
    // above count here.
    return x * erlangDensity(count, x) * upperFraction(count, ratio * x);
}

double TruncatedGeometric::erlangTail(double x) const {
    if (!(x > 0.0)) {
        return 1.0;
    }
    const double spread = count * std::log(ratio);
    if (std::abs(spread) < 1e-8) {
        return std::max(0.0,
                        queueing::erlangTail(count, x) - x / count * queueing::erlangTail(count - 1.0, x));
    }
    // sum_j r^j P(Poisson(x) <= j) = (e^{-x (1 - r)} P(Poisson(r x) < n) - r^n P(Poisson(x) < n)) / (1 - r)
    const double whole = queueing::erlangTail(count, x);
    const double tilted = tiltedTail(x);
    const double tail = ratio > 1.0 ? (whole - tilted) / -std::expm1(-spread)
                                    : (tilted - std::exp(spread) * whole) / -std::expm1(spread);
    return std::clamp(tail, 0.0, 1.0);
}

}  // namespace headroom::queueing
