#include "core/queueing/service_distribution.h"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>

#include "core/queueing/lognormal_transform.h"
#include "core/queueing/root_finding.h"

namespace headroom::queueing {

namespace {

// Boost answers with infinities and NaN instead of throwing.
using Quiet = boost::math::policies::policy<
    boost::math::policies::domain_error<boost::math::policies::ignore_error>,
    boost::math::policies::pole_error<boost::math::policies::ignore_error>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::evaluation_error<boost::math::policies::ignore_error>>;

constexpr double kSmallestScv = 1e-12;

double lognormalVariance(double scv) {
    return std::log1p(scv);
}

double lognormalLogMean(double mean, double scv) {
    return std::log(mean) - 0.5 * lognormalVariance(scv);
}

Complex powerOf(Complex base, double exponent) {
    const double whole = std::nearbyint(exponent);
    if (exponent != whole || exponent > 64.0) {
        return std::exp(exponent * std::log(base));
    }
    Complex result = 1.0;
    for (int n = static_cast<int>(whole); n > 0; n /= 2) {
        result = n % 2 == 1 ? result * base : result;
        base *= base;
    }
    return result;
}

Complex expm1Of(Complex z) {
    const double half = std::sin(0.5 * z.imag());
    return {std::expm1(z.real()) * std::cos(z.imag()) - 2.0 * half * half,
            std::exp(z.real()) * std::sin(z.imag())};
}

Complex log1pOf(Complex z) {
    return {0.5 * std::log1p(z.real() * (2.0 + z.real()) + z.imag() * z.imag()),
            std::atan2(z.imag(), 1.0 + z.real())};
}

}  // namespace

BalancedHyperexponential balancedHyperexponential(double mean, double scv) {
    const double p1 = 0.5 * (1.0 + std::sqrt(std::max(0.0, (scv - 1.0) / (scv + 1.0))));
    // 1 - p1 without cancellation: (1 - r^2) / (2 (1 + r)) with r^2 = (c-1)/(c+1).
    const double p2 = (1.0 / (scv + 1.0)) / (2.0 * p1);
    return {p1, p2, 2.0 * p1 / mean, 2.0 * p2 / mean};
}

ServiceDistribution::ServiceDistribution(ServiceShape shape, double mean, double scv)
    : shape_(shape), mean_(std::max(mean, 0.0)), scv_(std::clamp(scv, 0.0, 1e6)) {
    if (scv_ < kSmallestScv || mean_ == 0.0) {
        shape_ = ServiceShape::Deterministic;
    }
    if (shape_ == ServiceShape::Deterministic) {
        scv_ = 0.0;
    }
    if (shape_ == ServiceShape::Hyperexponential && scv_ <= 1.0) {
        shape_ = ServiceShape::Gamma;
    }
}

ServiceDistribution ServiceDistribution::deterministic(double mean) {
    return {ServiceShape::Deterministic, mean, 0.0};
}

ServiceDistribution ServiceDistribution::exponential(double mean) {
    return {ServiceShape::Gamma, mean, 1.0};
}

ServiceDistribution ServiceDistribution::erlang(double mean, int phases) {
    return {ServiceShape::Gamma, mean, 1.0 / std::max(phases, 1)};
}

ServiceDistribution ServiceDistribution::gamma(double mean, double scv) {
    return {ServiceShape::Gamma, mean, scv};
}

ServiceDistribution ServiceDistribution::lognormal(double mean, double scv) {
    return {ServiceShape::Lognormal, mean, scv};
}

ServiceDistribution ServiceDistribution::hyperexponential(double mean, double scv) {
    return {ServiceShape::Hyperexponential, mean, scv};
}

ServiceDistribution ServiceDistribution::withSlowShare(double share, double factor) const {
    ServiceDistribution copy = *this;
    copy.slowShare_ = std::clamp(share, 0.0, 1.0);
    copy.slowFactor_ = copy.slowShare_ > 0.0 ? std::max(factor, 1e-12) : 1.0;
    return copy;
}

bool ServiceDistribution::isExponential() const {
    return shape_ == ServiceShape::Gamma && scv_ == 1.0 && slowFactor_ == 1.0;
}

bool ServiceDistribution::isDeterministic() const {
    return shape_ == ServiceShape::Deterministic && (slowFactor_ == 1.0 || mean_ == 0.0);
}

double ServiceDistribution::baseMoment(int order) const {
    const double c = scv_;
    const double power = order == 1 ? mean_ : order == 2 ? mean_ * mean_ : mean_ * mean_ * mean_;
    if (order == 1) {
        return power;
    }
    switch (shape_) {
        case ServiceShape::Deterministic:
            return power;
        case ServiceShape::Gamma:
            return power * (order == 2 ? 1.0 + c : (1.0 + c) * (1.0 + 2.0 * c));
        case ServiceShape::Lognormal:
            return power * (order == 2 ? 1.0 + c : (1.0 + c) * (1.0 + c) * (1.0 + c));
        case ServiceShape::Hyperexponential:
            // p1/mu1^3 + p2/mu2^3 with balanced means is mean^3 (1/p1^2 + 1/p2^2) / 8,
            // and p1 p2 = 1 / (2 (c + 1)).
            return order == 2 ? power * (1.0 + c) : 3.0 * power * (c + 1.0) * c;
    }
    return power;
}

double ServiceDistribution::mean() const {
    return mean_ * (1.0 + slowShare_ * (slowFactor_ - 1.0));
}

double ServiceDistribution::secondMoment() const {
    return baseMoment(2) * (1.0 + slowShare_ * (slowFactor_ * slowFactor_ - 1.0));
}

double ServiceDistribution::thirdMoment() const {
    return baseMoment(3) * (1.0 + slowShare_ * (slowFactor_ * slowFactor_ * slowFactor_ - 1.0));
}

double ServiceDistribution::variance() const {
    // Within the two parts, then between them: nothing cancels.
    const double within = scv_ * mean_ * mean_ * (1.0 + slowShare_ * (slowFactor_ * slowFactor_ - 1.0));
    const double gap = mean_ * (slowFactor_ - 1.0);
    return within + slowShare_ * (1.0 - slowShare_) * gap * gap;
}

double ServiceDistribution::scv() const {
    const double m = mean();
    return m > 0.0 ? variance() / (m * m) : 0.0;
}

Complex ServiceDistribution::baseTransform(Complex s) const {
    switch (shape_) {
        case ServiceShape::Deterministic:
            return std::exp(-s * mean_);
        case ServiceShape::Gamma:
            return powerOf(1.0 / (1.0 + s * (mean_ * scv_)), 1.0 / scv_);
        case ServiceShape::Lognormal:
            return lognormalTransform(lognormalLogMean(mean_, scv_), std::sqrt(lognormalVariance(scv_)), s);
        case ServiceShape::Hyperexponential: {
            const BalancedHyperexponential h = balancedHyperexponential(mean_, scv_);
            return h.probability1 * h.rate1 / (h.rate1 + s) + h.probability2 * h.rate2 / (h.rate2 + s);
        }
    }
    return 1.0;
}

Complex ServiceDistribution::aheadTransform(Complex s, double ahead) const {
    if (shape_ == ServiceShape::Lognormal) {
        return lognormalTransform(lognormalLogMean(mean_, scv_), std::sqrt(lognormalVariance(scv_)), s,
                                  ahead);
    }
    return std::exp(s * ahead - log1pOf(s * (mean_ * scv_)) / scv_);
}

Complex ServiceDistribution::transform(Complex s) const {
    if (slowFactor_ == 1.0) {
        return baseTransform(s);
    }
    return (1.0 - slowShare_) * baseTransform(s) + slowShare_ * baseTransform(s * slowFactor_);
}

Complex ServiceDistribution::baseComplement(Complex s) const {
    switch (shape_) {
        case ServiceShape::Deterministic:
            return -expm1Of(-s * mean_);
        case ServiceShape::Gamma:
            return -expm1Of(log1pOf(s * (mean_ * scv_)) * (-1.0 / scv_));
        case ServiceShape::Hyperexponential: {
            const BalancedHyperexponential h = balancedHyperexponential(mean_, scv_);
            return h.probability1 * s / (h.rate1 + s) + h.probability2 * s / (h.rate2 + s);
        }
        case ServiceShape::Lognormal:
            break;
    }
    if (std::abs(s) * mean_ * (1.0 + scv_) * (1.0 + scv_) < 1e-5) {  // two terms of the moment series
        return s * mean_ * (1.0 - 0.5 * s * mean_ * (1.0 + scv_));
    }
    return 1.0 - baseTransform(s);
}

Complex ServiceDistribution::transformComplement(Complex s) const {
    if (slowFactor_ == 1.0) {
        return baseComplement(s);
    }
    return (1.0 - slowShare_) * baseComplement(s) + slowShare_ * baseComplement(s * slowFactor_);
}

double ServiceDistribution::baseComplement(double s) const {
    switch (shape_) {
        case ServiceShape::Deterministic:
            return -std::expm1(-s * mean_);
        case ServiceShape::Gamma:
            return -std::expm1(-std::log1p(s * mean_ * scv_) / scv_);
        case ServiceShape::Hyperexponential: {
            const BalancedHyperexponential h = balancedHyperexponential(mean_, scv_);
            return h.probability1 * s / (h.rate1 + s) + h.probability2 * s / (h.rate2 + s);
        }
        case ServiceShape::Lognormal:
            break;
    }
    const double x = s * mean_;
    if (x * (1.0 + scv_) * (1.0 + scv_) < 1e-5) {  // two terms of the moment series
        return x * (1.0 - 0.5 * x * (1.0 + scv_));
    }
    return 1.0 - baseTransform(s).real();
}

double ServiceDistribution::transformComplement(double s) const {
    if (slowFactor_ == 1.0) {
        return baseComplement(s);
    }
    return (1.0 - slowShare_) * baseComplement(s) + slowShare_ * baseComplement(s * slowFactor_);
}

double ServiceDistribution::baseCdf(double t) const {
    if (shape_ == ServiceShape::Deterministic) {
        return t >= mean_ ? 1.0 : 0.0;
    }
    if (t <= 0.0) {
        return 0.0;
    }
    switch (shape_) {
        case ServiceShape::Gamma:
            return boost::math::gamma_p(1.0 / scv_, t / (mean_ * scv_), Quiet());
        case ServiceShape::Lognormal: {
            const double z =
                (std::log(t) - lognormalLogMean(mean_, scv_)) / std::sqrt(2.0 * lognormalVariance(scv_));
            return 0.5 * std::erfc(-z);
        }
        default: {
            const BalancedHyperexponential h = balancedHyperexponential(mean_, scv_);
            return -h.probability1 * std::expm1(-h.rate1 * t) - h.probability2 * std::expm1(-h.rate2 * t);
        }
    }
}

double ServiceDistribution::cdf(double t) const {
    if (slowFactor_ == 1.0) {
        return baseCdf(t);
    }
    return (1.0 - slowShare_) * baseCdf(t) + slowShare_ * baseCdf(t / slowFactor_);
}

double ServiceDistribution::baseQuantile(double p) const {
    switch (shape_) {
        case ServiceShape::Deterministic:
            return mean_;
        case ServiceShape::Gamma:
            return mean_ * scv_ * boost::math::gamma_p_inv(1.0 / scv_, p, Quiet());
        case ServiceShape::Lognormal:
            return std::exp(lognormalLogMean(mean_, scv_) - std::sqrt(2.0 * lognormalVariance(scv_)) *
                                                                boost::math::erfc_inv(2.0 * p, Quiet()));
        case ServiceShape::Hyperexponential:
            break;
    }
    // Between the quantiles of the faster and of the slower exponential.
    const BalancedHyperexponential h = balancedHyperexponential(mean_, scv_);
    const double above = -std::log1p(-p);
    const auto f = [&](double t) { return baseCdf(t) - p; };
    const double low = above / h.rate1;
    const double high = above / h.rate2;
    return findRoot(f, low, high, f(low), f(high), 1e-14);
}

double ServiceDistribution::quantile(double p) const {
    p = std::clamp(p, 0.0, 1.0 - 1e-15);
    if (p == 0.0 && shape_ != ServiceShape::Deterministic) {
        return 0.0;
    }
    if (slowFactor_ == 1.0) {
        return baseQuantile(p);
    }
    const double one = baseQuantile(p);
    const double low = one * std::min(1.0, slowFactor_);
    const double high = one * std::max(1.0, slowFactor_);
    if (cdf(low) >= p) {
        return low;
    }
    const auto f = [&](double t) { return cdf(t) - p; };
    if (shape_ == ServiceShape::Deterministic) {
        return high;
    }
    return findRoot(f, low, high, f(low), f(high), 1e-14);
}

}  // namespace headroom::queueing
