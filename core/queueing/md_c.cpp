#include "core/queueing/md_c.h"

#include <algorithm>
#include <cmath>

#include "core/queueing/erlang_tail.h"
#include "core/queueing/root_finding.h"

namespace headroom::queueing {

namespace {

// e^{eta} (lambda / (lambda + eta))^c = 1, eta > 0.
double decayRate(double load, double servers) {
    const auto f = [&](double eta) { return eta - servers * std::log1p(eta / load); };
    double high = 1.0;
    while (f(high) < 0.0) {
        high *= 2.0;
    }
    const double low = 1.0 - load / servers;  // below the root: f falls first
    return findRoot(f, low, high, f(low), f(high), 1e-14);
}

}  // namespace

MdcWait::MdcWait(double utilization, std::int64_t servers)
    : servers_(static_cast<double>(std::clamp<std::int64_t>(servers, 1, 300))) {
    load_ = std::clamp(utilization, 1e-6, 0.99) * servers_;
    decay_ = decayRate(load_, servers_);
    exactUntil_ = std::max(3.0, std::floor(300.0 / servers_));
    const auto states = static_cast<std::size_t>((exactUntil_ + 1.0) * servers_);
    // The queue of a random walk with steps Poisson(load) - c is compound Poisson: jumps of
    // j at rate sum over l of P(Poisson(l load) = l c + j) / l (Spitzer 1956).
    std::vector<double> jumps(states, 0.0);
    double anyJump = 0.0;
    double anyWait = 0.0;
    for (double l = 1.0, width = 1.0; l < 1e7; l += width) {
        const double lost = erlangCdf(l * servers_, l * load_);  // P(Poisson(l load) >= l c)
        if (lost < 1e-17 * anyWait && l > 3.0) {
            break;
        }
        double exactly = erlangDensity(l * servers_ + 1.0, l * load_);  // P(= l c)
        const double above = std::max(0.0, lost - exactly);
        anyWait += width * lost / l;
        anyJump += width * above / l;
        // E(Poisson(m) - n)^+ = m P(>= n) - n P(>= n + 1), over l and the rate.
        mean_ += width * (load_ * lost - servers_ * above) / load_;
        for (std::size_t j = 1; j < states; ++j) {
            exactly *= l * load_ / (l * servers_ + static_cast<double>(j));
            jumps[j] += width * exactly / l;
        }
    }
    waits_ = -std::expm1(-anyWait);
    std::vector<double> queue(states, 0.0);
    queue[0] = std::exp(-anyJump);
    atMost_.assign(states, queue[0]);
    for (std::size_t n = 1; n < states; ++n) {  // Panjer's recursion
        for (std::size_t j = 1; j <= n; ++j) {
            queue[n] += static_cast<double>(j) * jumps[j] * queue[n - j];
        }
        queue[n] /= static_cast<double>(n);
        atMost_[n] = atMost_[n - 1] + queue[n];
    }
}

double MdcWait::tail(double t) const {
    if (t < 0.0) {
        return 1.0;
    }
    if (t > exactUntil_) {
        return tail(exactUntil_) * std::exp(-decay_ * (t - exactUntil_));
    }
    const auto k = static_cast<std::size_t>(std::min(std::floor(t) + 1.0, exactUntil_ + 1.0));
    const double expected = load_ * (static_cast<double>(k) - t);
    const auto last = static_cast<std::size_t>(static_cast<double>(k) * servers_) - 1;
    double arrivals = std::exp(-expected);
    double sum = 0.0;
    for (std::size_t j = 0; j <= last; ++j) {
        sum += arrivals * atMost_[last - j];
        arrivals *= expected / static_cast<double>(j + 1);
    }
    return std::clamp(1.0 - sum, 0.0, 1.0);
}

double MdcWait::quantile(double p) const {
    const double above = 1.0 - std::clamp(p, 0.0, 1.0 - 1e-12);
    if (above >= waits_) {
        return 0.0;
    }
    double high = 1.0;
    while (tail(high) > above) {
        high *= 2.0;
    }
    const auto f = [&](double t) { return above - tail(t); };
    return findRoot(f, 0.0, high, f(0.0), f(high), 1e-12);
}

}  // namespace headroom::queueing
