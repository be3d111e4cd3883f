#include "core/queueing/md1_measure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/queueing/root_finding.h"

namespace headroom::queueing {

namespace {

// Above this rate e^rho is no number, and no measure beyond one service time is.
constexpr double kSteepest = 690.0;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// u coth(u) - 1, without cancellation where u is small.
double cothExcess(double u) {
    const double square = u * u;
    if (square < 0.01) {
        return square * (1.0 / 3.0 - square * (1.0 / 45.0 - square * (2.0 / 945.0 - square / 4725.0)));
    }
    return u / std::tanh(u) - 1.0;
}

// eta = 2u with rho = u + u coth(u), the other real root of eta = rho (1 - e^{-eta}).
double halfDecayRate(double rho) {
    const double excess = rho - 1.0;
    const auto f = [excess](double u) { return u + cothExcess(u) - excess; };
    const double low = std::min(-1e-300, std::log(std::max(rho, 1e-300)));
    const double high = std::max(excess, 0.0) + 1e-300;
    return findRoot(f, low, high, f(low), f(high), 1e-15, 200);
}

using Sequence = std::array<double, 25>;

// P(more than j arrivals in a service time), j = 0 .. 23.
Sequence moreThan(double rho) {
    constexpr std::size_t count = 24;
    Sequence exactly{};
    double term = std::exp(-rho);
    for (std::size_t j = 0; j <= count; ++j) {
        exactly[j] = term;
        term *= rho / static_cast<double>(j + 1);
    }
    double above = 0.0;
    for (std::size_t i = count + 2; term > 0.0 && term > 1e-18 * above; ++i) {
        above += term;
        term *= rho / static_cast<double>(i);
    }
    Sequence more{};
    for (std::size_t j = count; j > 0; --j) {
        above += exactly[j];
        more[j - 1] = above;
    }
    return more;
}

// G(0) .. G(24): the jobs that departures leave behind, from up and down crossings of
// each level in balance (positive terms only), summed up.
Sequence atIntegers(double rho) {
    const Sequence more = moreThan(rho);
    const double emptying = std::exp(rho);
    Sequence state{};
    Sequence sum{};
    state[0] = 1.0;
    sum[0] = 1.0;
    for (std::size_t j = 0; j + 1 < sum.size(); ++j) {
        double up = state[0] * more[j];
        for (std::size_t i = 1; i <= j; ++i) {
            up += state[i] * more[j - i + 1];
        }
        state[j + 1] = up * emptying;
        sum[j + 1] = sum[j] + state[j + 1];
    }
    return sum;
}

}  // namespace

Md1Measure::Md1Measure(double rho) : rho_(std::max(rho, 0.0)) {
    // At rho = 1 both poles meet; this far from it nothing can be told apart.
    const double root = halfDecayRate(rho_);
    const double u = std::abs(root) < 1e-140 ? 1e-140 : root;
    const double v = cothExcess(u);
    eta_ = 2.0 * u;
    // 1 / (1 - rho) + e^{eta x} / (1 - rho e^{-eta}), where 1 - rho = -(u + v) and
    // 1 - rho e^{-eta} = u - v; written so that nothing cancels near rho = 1.
    growth_ = 1.0 / (u - v);
    constant_ = 2.0 * v / ((u - v) * (u + v));
    if (rho_ <= kSteepest) {
        atInteger_ = atIntegers(rho_);
    }
}

double Md1Measure::at(double x) const {
    if (!(x >= 0.0)) {
        return 0.0;
    }
    if (x <= 1.0) {
        return std::exp(rho_ * x);
    }
    if (rho_ > kSteepest) {
        return kInfinity;
    }
    return x >= kExactServiceTimes ? byPoles(x) : byRecursion(x);
}

double Md1Measure::byPoles(double x) const {
    return eta_ * x > 690.0 ? kInfinity : growth_ * std::expm1(eta_ * x) + constant_;
}

// Between the integers by the arrivals of the time that is left to the next one (Franx).
double Md1Measure::byRecursion(double x) const {
    const auto k = static_cast<std::size_t>(x) + 1;
    const double expected = rho_ * (static_cast<double>(k) - x);
    double arrivals = std::exp(-expected);
    double measure = 0.0;
    for (std::size_t j = 0; j < k; ++j) {
        measure += arrivals * atInteger_[k - j];
        arrivals *= expected / static_cast<double>(j + 1);
    }
    return measure;
}

double Md1Measure::ratio(double x, double whole) const {
    const double all = at(whole);
    return std::isfinite(all) ? at(x) / all : std::exp(eta_ * (x - whole));
}

double Md1Measure::integralByPoles(double from, double to) const {
    const double length = to - from;
    const double z = eta_ * length;
    // The integral of e^{eta x} - 1; its two parts cancel where eta is small.
    const double excess = std::abs(eta_ * to) < 1e-5 ? eta_ * length * 0.5 * (from + to)
                                                     : std::exp(eta_ * from) * std::expm1(z) / eta_ - length;
    return growth_ * excess + constant_ * length;
}

double Md1Measure::meanRatio(double whole) const {
    const double all = at(whole);
    if (!(whole > 0.0)) {
        return 0.0;
    }
    if (!std::isfinite(all)) {
        return 1.0 / eta_;
    }
    if (rho_ < 1e-9) {
        return whole;
    }
    // G' = rho (G(x) - G(x - 1)) integrated: one service time holds (G(x) - 1) / rho.
    const double near = std::min<double>(whole, kExactServiceTimes);
    double integral = 0.0;
    for (double x = near; x > 0.0; x -= 1.0) {
        integral += (at(x) - 1.0) / rho_;
    }
    return (whole > near ? integral + integralByPoles(near, whole) : integral) / all;
}

}  // namespace headroom::queueing
