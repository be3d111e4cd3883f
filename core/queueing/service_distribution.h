// Distributions of a service time (or of any other positive time) given by mean
// and squared coefficient of variation (scv = variance / mean^2).
#pragma once

#include <complex>
#include <cstdint>

namespace headroom::queueing {

using Complex = std::complex<double>;

enum class ServiceShape : std::uint8_t { Deterministic, Gamma, Lognormal, Hyperexponential };

// A value; cheap to copy. Optionally a share of the services is slower by a fixed
// factor, which keeps the shape (a mixture of two scaled copies).
class ServiceDistribution {
  public:
    // Means are >= 0 (mean 0 is the constant 0), scv is clamped to [0, 1e6].
    // An scv below 1e-12 gives the deterministic distribution.
    static ServiceDistribution deterministic(double mean);
    static ServiceDistribution exponential(double mean);         // gamma with scv 1
    static ServiceDistribution erlang(double mean, int phases);  // gamma with scv 1/phases
    static ServiceDistribution gamma(double mean, double scv);
    static ServiceDistribution lognormal(double mean, double scv);
    // Two exponentials with balanced means, p1/mu1 = p2/mu2 (Whitt 1982). It cannot
    // have an scv below 1: gamma is returned there.
    static ServiceDistribution hyperexponential(double mean, double scv);

    // The same distribution, of which a share (0 .. 1) is multiplied by factor (> 0).
    // The mean given to the factory stays that of the share that is not slow.
    ServiceDistribution withSlowShare(double share, double factor) const;

    ServiceShape shape() const { return shape_; }  // of one part, before the slow share
    double baseMean() const { return mean_; }      // of one part
    double baseScv() const { return scv_; }
    double slowShare() const { return slowShare_; }
    double slowFactor() const { return slowFactor_; }

    bool isExponential() const;    // scv exactly 1 and no slow share
    bool isDeterministic() const;  // one single value
    double mean() const;
    double secondMoment() const;
    double thirdMoment() const;
    double variance() const;
    double scv() const;  // 0 where the mean is 0

    // Laplace-Stieltjes transform E[e^{-sS}]. Analytic off the negative real axis:
    //  deterministic     everywhere
    //  gamma             off (-inf, -1/(scv mean)]
    //  hyperexponential  off its two poles
    //  lognormal         off (-inf, 0]; by quadrature on a path through the saddle
    //                    point, relative error below 1e-9 for |arg s| <= 2.2
    Complex transform(Complex s) const;
    // E[e^{-s(S - ahead)}] of a gamma or lognormal without a slow share, in a form that
    // neither overflows nor underflows where ahead is close to S.
    Complex aheadTransform(Complex s, double ahead) const;
    // 1 - transform(s) without cancellation for small s; the real one for s >= 0.
    Complex transformComplement(Complex s) const;
    double transformComplement(double s) const;

    // P(S <= t), 0 for t < 0; relative error about 1e-14.
    double cdf(double t) const;
    // Smallest t with cdf(t) >= p; p in [0, 1), clamped to 1 - 1e-15.
    double quantile(double p) const;

    friend bool operator==(const ServiceDistribution&, const ServiceDistribution&) = default;

  private:
    ServiceDistribution(ServiceShape shape, double mean, double scv);
    double baseMoment(int order) const;
    Complex baseTransform(Complex s) const;
    Complex baseComplement(Complex s) const;
    double baseComplement(double s) const;
    double baseCdf(double t) const;
    double baseQuantile(double p) const;

    ServiceShape shape_;
    double mean_;
    double scv_;
    double slowShare_ = 0.0;
    double slowFactor_ = 1.0;
};

// The two branches of the balanced hyperexponential: probability and rate of each.
struct BalancedHyperexponential {
    double probability1, probability2;
    double rate1, rate2;
};
// Range: mean > 0, scv >= 1.
BalancedHyperexponential balancedHyperexponential(double mean, double scv);

}  // namespace headroom::queueing
