#include "core/queueing/gi_g_1.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace headroom::queueing {

namespace {

constexpr double kAsGoodAsConstant = 1e-3;  // squared coefficient of variation

RenewalStream legal(const RenewalStream& arrivals) {
    return arrivals.scv() < kAsGoodAsConstant
               ? RenewalStream{ServiceDistribution::deterministic(arrivals.mean())}
               : arrivals;
}

ServiceDistribution legal(const ServiceDistribution& service, double mostMean) {
    const double mean = std::min(service.mean(), mostMean);
    if (service.scv() < kAsGoodAsConstant) {
        return ServiceDistribution::deterministic(mean);
    }
    if (service.shape() == ServiceShape::Lognormal || mean < service.mean()) {
        return ServiceDistribution::gamma(mean, service.scv());
    }
    return service;
}

// The logarithm of a size and an angle, and back. Those of the standard library take care of digits that do
// not matter here, and several times as long.
Complex logOf(Complex x) {
    return {0.5 * std::log(std::norm(x)), std::atan2(x.imag(), x.real())};
}
Complex exponentialOf(Complex x) {
    const double size = std::exp(x.real());
    return {size * std::cos(x.imag()), size * std::sin(x.imag())};
}

Complex inverseOf(Complex x) {
    const double size = 1.0 / std::norm(x);
    return {size * x.real(), -size * x.imag()};
}

/// A product of powers: what is cheap to multiply, and the logarithm of the rest.
struct Product {
    Complex factor = 1.0;
    Complex log = 0.0;
    bool hasLog = false;

    void takeLog(Complex more) {
        log += more;
        hasLog = true;
    }
    [[nodiscard]] Complex value() const { return hasLog ? factor * exponentialOf(log) : factor; }
};

/// A transform, E e^{-sX}, right of its singularities.
class Transform {
  public:
    explicit Transform(const ServiceDistribution& of) : of_(of) {
        const auto add = [&](double share, double factor) {
            if (of.shape() == ServiceShape::Gamma) {
                parts_[count_++] = {share, factor * of.baseMean() * of.baseScv(), 1.0 / of.baseScv()};
            } else if (of.shape() == ServiceShape::Hyperexponential) {
                const auto h = balancedHyperexponential(factor * of.baseMean(), of.baseScv());
                parts_[count_++] = {share * h.probability1, 1.0 / h.rate1, 1.0};
                parts_[count_++] = {share * h.probability2, 1.0 / h.rate2, 1.0};
            }
        };
        const bool isPlain = of.slowFactor() == 1.0;
        add(isPlain ? 1.0 : 1.0 - of.slowShare(), 1.0);
        if (!isPlain) {
            add(of.slowShare(), of.slowFactor());
        }
    }

    [[nodiscard]] Complex at(Complex s) const {
        if (count_ == 0) {
            return of_.transform(s);
        }
        Complex sum = 0.0;
        for (std::size_t i = 0; i < count_; ++i) {
            const Part& part = parts_[i];
            const Complex base = 1.0 + part.scale * s;
            sum += part.share *
                   (part.phases == 1.0 ? inverseOf(base) : exponentialOf(-part.phases * logOf(base)));
        }
        return sum;
    }

    /// Its power, a whole one.
    void multiply(Complex s, double power, Product& product) const {
        const bool isGamma = count_ == 1 && parts_[0].phases != 1.0;
        if (isGamma || (count_ == 1 && power > 1.0)) {
            product.takeLog(-power * parts_[0].phases * logOf(1.0 + parts_[0].scale * s));
        } else if (of_.isDeterministic()) {
            product.takeLog(-power * of_.mean() * s);
        } else if (power == 1.0) {
            product.factor *= at(s);
        } else {
            product.takeLog(power * logOf(at(s)));
        }
    }

  private:
    /// share (1 + scale s)^-phases
    struct Part {
        double share = 0.0;
        double scale = 0.0;
        double phases = 1.0;
    };

    const ServiceDistribution& of_;
    std::array<Part, 4> parts_{};
    std::size_t count_ = 0;  // 0: none of this kind
};

/// E e^{z (S - A)}, right of 0.
class Difference {
  public:
    Difference(const RenewalStream& arrivals, const ServiceDistribution& service, double speed)
        : arrivals_(arrivals),
          service_(service),
          speed_(speed),
          betweenAt_(arrivals.between),
          serviceAt_(service),
          best_(leastAt()) {}

    [[nodiscard]] Complex at(Complex z) const {
        const auto every = static_cast<double>(arrivals_.every);
        Product all;
        if (arrivals_.kept == 1.0) {
            betweenAt_.multiply(z, every, all);
        } else {
            const Complex between = betweenAt_.at(z);
            const Complex kept = arrivals_.kept * between * inverseOf(1.0 - (1.0 - arrivals_.kept) * between);
            if (arrivals_.every == 1) {
                all.factor = kept;
            } else {
                all.takeLog(every * logOf(kept));
            }
        }
        serviceAt_.multiply(-z / speed_, 1.0, all);
        return all.value();
    }

    /// Where it is least on the real axis.
    [[nodiscard]] double best() const { return best_; }

  private:
    // Beyond it the service has no exponential moment; infinite for a constant.
    [[nodiscard]] double end() const {
        const double longest = service_.baseMean() * std::max(1.0, service_.slowFactor());
        switch (service_.shape()) {
            case ServiceShape::Deterministic:
                return HUGE_VAL;
            case ServiceShape::Hyperexponential: {
                const auto h = balancedHyperexponential(longest, service_.baseScv());
                return std::min(h.rate1, h.rate2) * speed_;
            }
            default:
                return speed_ / (service_.baseScv() * longest);
        }
    }

    [[nodiscard]] double valueAt(double z) const {
        const double value = at(Complex(z, 0.0)).real();
        return std::isfinite(value) ? value : HUGE_VAL;
    }

    // It falls from 1 at 0 and is convex.
    [[nodiscard]] double leastAt() const {
        constexpr double inside = 1.0 - 1e-9;
        constexpr int halvings = 80;
        double high = end() * inside;
        if (high == HUGE_VAL) {
            high = 1.0 / arrivals_.mean();
            for (int i = 0; i < halvings && valueAt(2.0 * high) < valueAt(high); ++i) {
                high *= 2.0;
            }
            high *= 2.0;
        }
        double low = 0.0;
        constexpr double golden = 0.3819660112501051;
        double left = low + golden * (high - low);
        double right = high - golden * (high - low);
        double atLeft = valueAt(left);
        double atRight = valueAt(right);
        for (int i = 0; i < halvings && high - low > 0.1 * high; ++i) {
            if (atLeft < atRight || atLeft == HUGE_VAL) {
                high = right;
                right = left;
                atRight = atLeft;
                left = low + golden * (high - low);
                atLeft = valueAt(left);
            } else {
                low = left;
                left = right;
                atLeft = atRight;
                right = high - golden * (high - low);
                atRight = valueAt(right);
            }
        }
        return 0.5 * (low + high);
    }

    const RenewalStream& arrivals_;
    const ServiceDistribution& service_;
    double speed_;
    Transform betweenAt_;
    Transform serviceAt_;
    double best_;
};

// log(1 - x). The logarithm of the standard library takes care of digits that do not matter here, and ten
// times as long.
Complex logComplement(Complex x) {
    constexpr double small = 1e-5;
    if (std::norm(x) < small * small) {
        return -x * (1.0 + x * (0.5 + x / 3.0));
    }
    const double re = 1.0 - x.real();
    return {0.5 * std::log(re * re + x.imag() * x.imag()), std::atan2(-x.imag(), re)};
}

}  // namespace

RenewalWait renewalWait(const RenewalStream& asked, const ServiceDistribution& service, double speed) {
    constexpr double mostUtilization = 0.9999;
    const RenewalStream arrivals = legal(asked);
    const ServiceDistribution work = legal(service, mostUtilization * arrivals.mean() * speed);
    if (!(work.mean() > 0.0) || (work.isDeterministic() && arrivals.scv() == 0.0)) {
        return {};
    }
    const Difference phi(arrivals, work, speed);
    // Along z = c (1 + i sinh t), so that a close pole at 0 and far oscillations are met alike.
    const double c = phi.best();
    constexpr double never = 1e-280;
    if (!(phi.at(c).real() > never)) {
        return {};
    }
    // A constant turns the integrand round and round far out.
    const double step = work.isDeterministic() || arrivals.scv() == 0.0 ? 0.02 : 0.125;
    constexpr double negligible = 3e-6;
    const double mostSteps = 40.0 / step;
    double logAtom = 0.0;
    double mean = 0.0;
    double second = 0.0;
    double largest = 0.0;
    int still = 0;
    const int stillEnough = static_cast<int>(0.5 / step);
    for (double i = 0; i < mostSteps && still < stillEnough; ++i) {
        const double t = i * step;
        const double grown = std::exp(t);
        const Complex way(1.0, 0.5 * (grown - 1.0 / grown));
        // |way| = cosh(t)
        const double size = 0.5 * (grown + 1.0 / grown);
        const Complex inverse(1.0 / (size * size), -way.imag() / (size * size));
        const Complex first = logComplement(phi.at(c * way)) * (i == 0 ? 0.5 * size : size) * inverse;
        const Complex next = first * inverse;
        logAtom += first.real();
        mean -= next.real();
        second -= (next * inverse).real();
        const double much = std::norm(first);
        largest = std::max(largest, much);
        still = much < negligible * negligible * largest ? still + 1 : 0;
    }
    const double scale = step / std::numbers::pi;
    RenewalWait wait;
    wait.probability = std::clamp(-std::expm1(logAtom * scale), 0.0, 1.0);
    wait.mean = std::max(mean * scale / c, 0.0);
    wait.variance = std::max(2.0 * second * scale / (c * c), 0.0);
    return wait;
}

}  // namespace headroom::queueing
