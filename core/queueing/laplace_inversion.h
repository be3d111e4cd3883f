// Where to evaluate a Laplace transform, and how to weigh what comes back. Internal to
// the folder. Both rules give the integral over the density, F(t), from its transform.
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <vector>

namespace headroom::queueing {

// A hyperbola around the negative real axis, z(u) = mu (1 + sin(iu - alpha)) / t0, with
// the midpoint rule in u (Lopez-Fernandez, Palencia 2004; Weideman, Trefethen 2007).
// One set of nodes serves every t in [t0, span * t0]; the error falls geometrically in
// the number of nodes for transforms that are analytic off the negative axis.
class HyperbolaRule {
  public:
    // For times that vary about as much as their mean: absolute error below 1e-10.
    static const HyperbolaRule& wide();
    // Opens less, for sums of many times: their transforms are close to e^{s^2 v / 2},
    // which is large beyond 135 degrees. Absolute error below 1e-8.
    static const HyperbolaRule& narrow();

    std::size_t size() const { return nodes_.size(); }  // a multiple of 8
    double span() const { return span_; }
    // Windows start at powers of 2^stride() where they can.
    int stride() const { return stride_; }
    const std::vector<std::complex<double>>& nodes() const { return nodes_; }  // z * t0
    // F(t) = sum of the imaginary parts of weight * e^{zt} * f(z)
    const std::vector<std::complex<double>>& weights() const { return weights_; }

  private:
    HyperbolaRule(std::size_t size, double span, int stride, double mu, double alpha, double step);

    double span_;
    int stride_;
    std::vector<std::complex<double>> nodes_;
    std::vector<std::complex<double>> weights_;
};

// A vertical line right of all singularities, with Euler's summation of the alternating
// series (Abate, Whitt 1995, EULER), for one t at a time. Needs f only where Re s > 0.
// The discretization error is below 1e-10; near a kink at time d the error is about
// (jump of the density) * d / (pi^2 * kSize).
struct EulerRule {
    static constexpr std::size_t kSize = 128;  // a multiple of 8
    // s * t of each node; F(t) = sum of weights[k] * Re(f(s_k) / (s_k t)).
    static const std::array<std::complex<double>, kSize>& nodes();
    static const std::array<double, kSize>& weights();
};

}  // namespace headroom::queueing
