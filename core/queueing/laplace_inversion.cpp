#include "core/queueing/laplace_inversion.h"

#include <cmath>
#include <numbers>

namespace headroom::queueing {

namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kEulerA = 23.0;         // discretization error e^{-A}
constexpr std::size_t kEulerTerms = 15;  // averaged binomially

std::array<std::complex<double>, EulerRule::kSize> eulerNodes() {
    std::array<std::complex<double>, EulerRule::kSize> nodes;
    for (std::size_t k = 0; k < nodes.size(); ++k) {
        nodes[k] = {0.5 * kEulerA, kPi * static_cast<double>(k)};
    }
    return nodes;
}

std::array<double, EulerRule::kSize> eulerWeights() {
    std::array<double, EulerRule::kSize> weights;
    const double size = std::exp(0.5 * kEulerA);
    for (std::size_t k = 0; k < weights.size(); ++k) {
        weights[k] = (k % 2 == 0 ? size : -size) * (k == 0 ? 0.5 : 1.0);
    }
    // The last partial sums s_n .. s_{n+m} with binomial weights: term n + j is in all
    // sums from j on, so it gets 2^{-m} sum_{i >= j} C(m, i).
    double binomial = 1.0;
    double share = 0.0;
    for (std::size_t j = kEulerTerms; j > 0; --j) {
        share += binomial * std::pow(0.5, static_cast<double>(kEulerTerms));
        weights[EulerRule::kSize - 1 - kEulerTerms + j] *= share;
        binomial *= static_cast<double>(j) / static_cast<double>(kEulerTerms - j + 1);
    }
    return weights;
}

}  // namespace

HyperbolaRule::HyperbolaRule(std::size_t size, double span, int stride, double mu, double alpha, double step)
    : span_(span), stride_(stride) {
    for (std::size_t k = 0; k < size; ++k) {
        const std::complex<double> u(-alpha, (static_cast<double>(k) + 0.5) * step);
        const std::complex<double> z = mu * (1.0 + std::sin(u));
        const std::complex<double> derivative = std::complex<double>(0.0, mu) * std::cos(u);
        nodes_.push_back(z);
        weights_.push_back(step / kPi * derivative / z);
    }
}

// The parameters minimize the largest error over exponentials, gammas and mixtures with
// delays, of means between a thousandth and ten thousand times t0.
const HyperbolaRule& HyperbolaRule::wide() {
    static const HyperbolaRule rule(40, 32.0, 3, 0.4977, 0.7, 0.1203);
    return rule;
}

// The same over gammas of 1 to 100 000 phases.
const HyperbolaRule& HyperbolaRule::narrow() {
    static const HyperbolaRule rule(48, 8.0, 2, 1.4552, 0.4, 0.0881);
    return rule;
}

const std::array<std::complex<double>, EulerRule::kSize>& EulerRule::nodes() {
    static const auto nodes = eulerNodes();
    return nodes;
}

const std::array<double, EulerRule::kSize>& EulerRule::weights() {
    static const auto weights = eulerWeights();
    return weights;
}

}  // namespace headroom::queueing
