#include "core/queueing/transient.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace headroom::queueing {

namespace {

double omega(const SineLoad& load) {
    return 2.0 * std::numbers::pi / load.period;
}

// Moves a state from time to time over spans of constant rate.
template <typename Advance>
void walkPieces(std::span<const RatePiece> pieces, double from, double to, Advance advance) {
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const double begin = std::max(from, pieces[i].start);
        const double end = i + 1 < pieces.size() ? std::min(to, pieces[i + 1].start) : to;
        if (end > begin) {
            advance(pieces[i].rate, end - begin);
        }
    }
}

class BirthDeath {
  public:
    BirthDeath(double serviceRate, std::int64_t servers, std::size_t states)
        : mu_(serviceRate), servers_(static_cast<double>(servers)), now_(states, 0.0) {
        now_[0] = 1.0;
    }

    void advance(double rate, double length) {
        // Steps small enough that e^{-pace} is a number.
        const double pace = rate + servers_ * mu_;
        const int pieces = static_cast<int>(std::ceil(pace * length / 500.0));
        for (int i = 0; i < pieces; ++i) {
            uniformize(rate, pace, pace * length / pieces);
        }
    }

    double mean() const {
        double sum = 0.0;
        for (std::size_t n = 0; n < now_.size(); ++n) {
            sum += static_cast<double>(n) * now_[n];
        }
        return sum;
    }

  private:
    // sum over k of P(Poisson(expected) = k) now P^k.
    void uniformize(double rate, double pace, double expected) {
        std::vector<double> power = now_;
        std::vector<double> next(now_.size());
        std::fill(now_.begin(), now_.end(), 0.0);
        double weight = std::exp(-expected);
        double left = 1.0;
        for (int k = 0; left > 1e-15; ++k) {
            for (std::size_t n = 0; n < now_.size(); ++n) {
                now_[n] += weight * power[n];
            }
            left -= weight;
            weight *= expected / (k + 1);
            if (k > expected && weight < 1e-17) {
                break;
            }
            jump(rate / pace, mu_ / pace, power, next);
            power.swap(next);
        }
    }

    void jump(double up, double down, const std::vector<double>& from, std::vector<double>& to) const {
        const std::size_t last = from.size() - 1;
        for (std::size_t n = 0; n <= last; ++n) {
            const double leave = down * std::min(static_cast<double>(n), servers_);
            double sum = from[n] * (1.0 - leave - (n < last ? up : 0.0));
            if (n > 0) {
                sum += from[n - 1] * up;
            }
            if (n < last) {
                sum += from[n + 1] * down * std::min(static_cast<double>(n + 1), servers_);
            }
            to[n] = sum;
        }
    }

    double mu_;
    double servers_;
    std::vector<double> now_;
};

double fluidFlow(double length, double rate, double mu, double start) {
    const auto slope = [&](double x) { return rate - mu * x / (1.0 + x); };
    const int steps = std::max(8, static_cast<int>(std::ceil(length * (rate + mu) * 20.0)));
    const double h = length / steps;
    double x = start;
    for (int i = 0; i < steps; ++i) {  // Runge and Kutta's fourth order
        const double k1 = slope(x);
        const double k2 = slope(x + 0.5 * h * k1);
        const double k3 = slope(x + 0.5 * h * k2);
        const double k4 = slope(x + h * k3);
        x += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
    }
    return std::max(x, 0.0);
}

}  // namespace

std::vector<double> transientMeans(std::span<const RatePiece> pieces, double serviceRate,
                                   std::int64_t servers, std::span<const double> times, std::size_t states) {
    BirthDeath chain(serviceRate, servers, std::max<std::size_t>(states, 2));
    std::vector<double> means;
    double now = 0.0;
    for (const double time : times) {
        walkPieces(pieces, now, time, [&](double rate, double length) { chain.advance(rate, length); });
        means.push_back(chain.mean());
        now = time;
    }
    return means;
}

std::vector<double> fluidFlowMeans(std::span<const RatePiece> pieces, double serviceRate,
                                   std::span<const double> times) {
    std::vector<double> means;
    double now = 0.0;
    double level = 0.0;
    for (const double time : times) {
        walkPieces(pieces, now, time,
                   [&](double rate, double length) { level = fluidFlow(length, rate, serviceRate, level); });
        means.push_back(level);
        now = time;
    }
    return means;
}

double infiniteServersMean(const SineLoad& load, double t) {
    const double mu = load.serviceRate;
    const double w = omega(load);
    return load.base / mu + load.amplitude * (mu * std::sin(w * t) - w * std::cos(w * t)) / (mu * mu + w * w);
}

double infiniteServersPeak(const SineLoad& load) {
    return load.base / load.serviceRate + load.amplitude / std::hypot(load.serviceRate, omega(load));
}

double infiniteServersLag(const SineLoad& load) {
    return std::atan(omega(load) / load.serviceRate) / omega(load);
}

}  // namespace headroom::queueing
