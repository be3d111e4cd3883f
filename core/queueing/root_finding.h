// Bracketed root finding for monotone functions, without exceptions.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace headroom::queueing {

// A point x in [low, high] at which f changes sign, by Chandrupatla's method
// (1997): inverse quadratic steps where they are safe, bisection elsewhere, never
// more than maxSteps evaluations. The signs at the ends are given by flow and
// fhigh. If they do not differ, the end with the smaller |f| is returned.
template <typename Function>
double findRoot(Function f, double low, double high, double flow, double fhigh, double relativeTolerance,
                int maxSteps = 100) {
    if (!((flow < 0.0) != (fhigh < 0.0))) {
        return std::abs(flow) <= std::abs(fhigh) ? low : high;
    }
    double a = high, b = low, c = high;
    double fa = fhigh, fb = flow, fc = fhigh;
    double step = std::clamp(fa / (fa - fb), 0.05, 0.95);  // most functions here are close to linear
    double best = b;
    for (int i = 0; i < maxSteps; ++i) {
        const double x = a + step * (b - a);
        const double fx = f(x);
        const bool sameSide = (fx < 0.0) == (fa < 0.0);
        c = sameSide ? a : b;
        fc = sameSide ? fa : fb;
        if (!sameSide) {
            b = a;
            fb = fa;
        }
        a = x;
        fa = fx;
        best = std::abs(fa) < std::abs(fb) ? a : b;
        const double fbest = std::min(std::abs(fa), std::abs(fb));
        const double tolerance = relativeTolerance * std::abs(best) + std::numeric_limits<double>::min();
        const double limit = tolerance / std::max(std::abs(b - a), std::numeric_limits<double>::min());
        if (limit > 0.5 || fbest == 0.0) {
            break;
        }
        const double xi = (a - b) / (c - b);
        const double phi = (fa - fb) / (fc - fb);
        if (phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi) {
            step = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb);
        } else {
            step = 0.5;
        }
        step = std::isfinite(step) ? std::clamp(step, limit, 1.0 - limit) : 0.5;
    }
    return best;
}

// The point of the least value of f in [low, high], where f falls and then rises, by
// golden sections.
template <typename Function>
double lowestPoint(Function f, double low, double high, int steps = 60) {
    constexpr double kGolden = 0.6180339887498949;
    double a = high - kGolden * (high - low);
    double b = low + kGolden * (high - low);
    double fa = f(a);
    double fb = f(b);
    for (int i = 0; i < steps && b > a; ++i) {
        if (fa < fb) {
            high = b;
            b = a;
            fb = fa;
            a = high - kGolden * (high - low);
            fa = f(a);
        } else {
            low = a;
            a = b;
            fa = fb;
            b = low + kGolden * (high - low);
            fb = f(b);
        }
    }
    return fa < fb ? a : b;
}

}  // namespace headroom::queueing
