#include "core/queueing/still_full.h"

#include <algorithm>
#include <cmath>
#include <complex>

#include "core/queueing/laplace_inversion.h"
#include "core/queueing/mm_c_k.h"

namespace headroom::queueing {

namespace {

using Complex = std::complex<double>;

class Chain {
  public:
    Chain(double arrivalRate, double serviceRate, std::int64_t servers, std::int64_t capacity)
        : up_(arrivalRate),
          mu_(serviceRate),
          servers_(static_cast<double>(servers)),
          places_(static_cast<double>(capacity - servers)) {}

    // Of the probability to be full, when it was full at 0.
    Complex full(Complex s) const {
        const double down = servers_ * mu_;
        return 1.0 / (s + down - down * passage(s));
    }

  private:
    // E e^{-s T}, T being the time from one below full to full. With all servers busy a step further up
    // maps f to up / (s + up + down - down f): so many steps at once by the fixed points of that.
    Complex passage(Complex s) const {
        const Complex first = belowServers(s);
        if (places_ == 0.0) {
            return first;
        }
        const double down = servers_ * mu_;
        const Complex middle = s + up_ + down;
        Complex root = std::sqrt(middle * middle - 4.0 * up_ * down);
        root = std::abs(middle + root) < std::abs(middle - root) ? -root : root;
        const Complex repels = (middle + root) / (2.0 * down);
        const Complex attracts = 2.0 * up_ / (middle + root);
        const Complex away = (first - attracts) / (first - repels);
        const Complex left = away * std::exp(places_ * std::log(attracts / repels));
        return (attracts - repels * left) / (1.0 - left);
    }

    // The same from one server less than all to all: n mu up / (s + up + n mu - ...), by Lentz's method.
    Complex belowServers(Complex s) const {
        constexpr int mostSteps = 4000;  // from there on nobody comes back in time
        constexpr double settled = 1e-14;
        double n = servers_ - 1.0;
        const auto pace = [&](double busy) { return s + up_ + busy * mu_; };
        Complex value = pace(n);
        Complex c = value;
        Complex d = 0.0;
        for (int i = 0; i < mostSteps && n > 0.0; ++i) {
            const double weight = -n * mu_ * up_;
            n -= 1.0;
            c = pace(n) + weight / c;
            d = 1.0 / (pace(n) + weight * d);
            const Complex step = c * d;
            value *= step;
            if (std::abs(step - 1.0) < settled) {
                break;
            }
        }
        return up_ / value;
    }

    double up_;
    double mu_;
    double servers_;
    double places_;
};

// What has that transform, times z, at the time 1 of its unit.
template <typename Transform>
double inverted(Transform transform) {
    const HyperbolaRule& rule = HyperbolaRule::wide();
    double sum = 0.0;
    for (std::size_t i = 0; i < rule.size(); ++i) {
        const Complex z = rule.nodes()[i];
        sum += (rule.weights()[i] * std::exp(z) * transform(z)).imag();
    }
    return sum;
}

// The integral of P(full) over [0, t].
double timeFull(const Chain& chain, double t) {
    return inverted([&](Complex z) { return chain.full(z / t); });
}

double fullAt(const Chain& chain, double t) {
    return inverted([&](Complex z) { return chain.full(z / t) * z / t; });
}

}  // namespace

double stillFull(double arrivalRate, double serviceRate, std::int64_t servers, std::int64_t capacity,
                 double from, double length) {
    const std::int64_t c = std::max<std::int64_t>(servers, 1);
    const double rate = std::max(serviceRate, 1e-300);
    const double stationary = MmckQueue(arrivalRate, rate, c, capacity).blocked();
    const double completions = rate * static_cast<double>(c);
    constexpr double noTime = 1e-9;
    if ((from + length) * completions < noTime || !(arrivalRate > 0.0)) {
        return std::max(std::exp(-(from + length / 2.0) * completions), stationary);
    }
    const Chain chain(arrivalRate, rate, c, std::max(capacity, c));
    constexpr double shortFor = 0.02;  // against the time before: no difference of two integrals
    double full = 0.0;
    if (length <= shortFor * from) {
        full = length > 0.0 ? (fullAt(chain, from) + 4.0 * fullAt(chain, from + length / 2.0) +
                               fullAt(chain, from + length)) /
                                  6.0
                            : fullAt(chain, from);
    } else {
        const double before = from * completions > noTime ? timeFull(chain, from) : from;
        full = (timeFull(chain, from + length) - before) / length;
    }
    return std::clamp(full, stationary, 1.0);
}

}  // namespace headroom::queueing
