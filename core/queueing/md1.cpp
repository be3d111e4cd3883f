#include "core/queueing/md1.h"

#include <algorithm>
#include <cmath>

#include "core/queueing/mm_c.h"
#include "core/queueing/root_finding.h"

namespace headroom::queueing {

namespace {

// From here on the other poles have died out against the dominant one: they lie left
// of -log(2 pi / rho), so at 24 service times they are below e^{-44}.
constexpr int kExactServiceTimes = Md1Wait::kExponentialFrom;

// eta > 0 with rho (e^eta - 1) = eta.
double findDecayRate(double rho) {
    if (rho <= 0.0) {
        return 750.0;
    }
    const auto f = [rho](double eta) { return rho * std::expm1(eta) / eta - 1.0; };
    // expm1(eta)/eta lies above 1 + eta/2 and below e^eta, which brackets the root.
    const double low = -std::log(rho);
    double high = 2.0 * (1.0 / rho - 1.0);
    while (high > 2.0 * low + 2.0 && f(0.5 * high) > 0.0) {
        high *= 0.5;
    }
    return findRoot(f, low, high, f(low), f(high), 1e-15);
}

// P(N = j) of the number in system by counting crossings of each level: the jobs that
// leave j + 1 behind balance those that bring it above j. Positive terms only.
std::vector<double> statesOfMd1(double rho, int count) {
    std::vector<double> more(count + 2);  // P(more than j arrivals in a service time)
    for (int j = 0; j < count + 2; ++j) {
        double term = std::exp(-rho);
        for (int i = 1; i <= j + 1; ++i) {
            term *= rho / i;
        }
        double sum = 0.0;
        for (int i = j + 1; term > 1e-18 * sum && term > 0.0; ++i) {
            sum += term;
            term *= rho / (i + 1);
        }
        more[j] = sum;
    }
    std::vector<double> state(count + 1);
    state[0] = 1.0 - rho;
    for (int j = 0; j < count; ++j) {
        double up = state[0] * more[j];
        for (int i = 1; i <= j; ++i) {
            up += state[i] * more[j - i + 1];
        }
        state[j + 1] = up * std::exp(rho);
    }
    return state;
}

}  // namespace

Md1Wait::Md1Wait(double utilization)
    : utilization_(std::clamp(utilization, 0.0, kMaxUtilization)), decayRate_(findDecayRate(utilization_)) {
    const std::vector<double> state = statesOfMd1(utilization_, kExactServiceTimes + 1);
    double sum = state[0];
    for (int j = 0; j <= kExactServiceTimes; ++j) {
        sum += state[j + 1];
        atMostQueued_.push_back(sum);
    }
}

double Md1Wait::mean() const {
    return 0.5 * utilization_ / (1.0 - utilization_);
}

double Md1Wait::cdf(double t) const {
    if (t < 0.0) {
        return 0.0;
    }
    if (t >= kExactServiceTimes) {
        return 1.0 - tail(t);
    }
    // P(W <= t) = sum_j P(j arrivals in kD - t) P(at most k - 1 - j waiting), (k-1)D <= t < kD
    const int k = static_cast<int>(std::floor(t)) + 1;
    const double expected = utilization_ * (k - t);
    double arrivals = std::exp(-expected);
    double sum = 0.0;
    for (int j = 0; j < k; ++j) {
        sum += arrivals * atMostQueued_[k - 1 - j];
        arrivals *= expected / (j + 1);
    }
    return std::min(sum, 1.0);
}

double Md1Wait::tail(double t) const {
    if (t < kExactServiceTimes) {
        return 1.0 - cdf(t);
    }
    // Residue of the transform at -eta: (1 - rho) / (rho e^eta - 1), where
    // rho e^eta = eta + rho.
    const double constant = (1.0 - utilization_) / (decayRate_ - (1.0 - utilization_));
    return constant * std::exp(-decayRate_ * t);
}

double Md1Wait::quantile(double p) const {
    const double above = 1.0 - std::clamp(p, 0.0, 1.0 - 1e-15);
    if (above >= utilization_) {
        return 0.0;
    }
    double high = 1.0;
    while (tail(high) > above) {
        high *= 2.0;
    }
    const auto f = [&](double t) { return above - tail(t); };
    return findRoot(f, 0.0, high, f(0.0), f(high), 1e-14);
}

}  // namespace headroom::queueing
