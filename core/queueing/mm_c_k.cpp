#include "core/queueing/mm_c_k.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/queueing/erlang.h"
#include "core/queueing/root_finding.h"

namespace headroom::queueing {

namespace {

// sum over k >= 0 of y^k / ((m + 1) ... (m + k)), y < m.
double lowerSeries(double m, double y) {
    double term = 1.0;
    double sum = 1.0;
    for (int k = 1; k < 20000 && term > 1e-16 * sum; ++k) {
        term *= y / (m + k);
        sum += term;
    }
    return sum;
}

// The smallest t with tail(t) <= above, for a tail that falls from above it at 0.
template <typename Tail>
double invertTail(Tail tail, double start, double above) {
    double high = start;
    while (tail(high) > above && high < 1e300) {
        high *= 2.0;
    }
    const auto f = [&](double t) {
        const double left = tail(t);
        return left > 0.0 ? std::log(above / left) : 1e3;
    };
    return findRoot(f, 0.0, high, f(0.0), f(high), 1e-13);
}

}  // namespace

MmckQueue::MmckQueue(double arrivalRate, double serviceRate, std::int64_t servers, std::int64_t capacity)
    : arrivalRate_(std::clamp(arrivalRate, 0.0, 1e300)),
      serviceRate_(std::max(serviceRate, 1e-300)),
      servers_(static_cast<double>(std::max<std::int64_t>(servers, 1))),
      completionRate_(servers_ * serviceRate_) {
    const double places = std::max(static_cast<double>(capacity) - servers_, 0.0);
    const double load = arrivalRate_ / serviceRate_;
    canWait_ = places > 0.0;
    ahead_ = {.ratio = std::clamp(load / servers_, 1e-150, 1e150), .count = std::max(places, 1.0)};
    const double busy = erlangB(load, static_cast<std::int64_t>(servers_));
    if (!canWait_ || !(busy > 0.0)) {
        blocked_ = canWait_ ? 0.0 : busy;
        admitted_ = 1.0 - blocked_;
        waits_ = 0.0;
        return;
    }
    // In units of the state "all servers busy, nobody waits": the states up to it weigh
    // 1 / B, those with j waiting ratio^j. Above ratio 1 everything times ratio^-places.
    const double scale = ahead_.scale();
    const double sum = ahead_.scaledSum();
    const double full = ahead_.ratio > 1.0 ? 1.0 : std::exp(places * std::log(ahead_.ratio));
    const double all = scale / busy + ahead_.ratio * sum;
    const double open = scale * (1.0 / busy - 1.0) + sum;
    blocked_ = std::min(1.0, full / all);
    admitted_ = std::min(1.0, open / all);
    waits_ = sum / open;
}

double MmckQueue::throughput() const {
    return arrivalRate_ * admitted_;
}

double MmckQueue::utilization() const {
    return std::min(1.0, throughput() / completionRate_);
}

double MmckQueue::meanWait() const {
    return waits_ * (1.0 + ahead_.meanPosition()) / completionRate_;
}

double MmckQueue::waitVariance() const {
    const double mean = 1.0 + ahead_.meanPosition();
    const double second = mean + ahead_.positionVariance() + mean * mean;
    const double all = waits_ * mean;
    return std::max(0.0, waits_ * second - all * all) / (completionRate_ * completionRate_);
}

double MmckQueue::waitTail(double t) const {
    return t < 0.0 ? 1.0 : waits_ * ahead_.erlangTail(completionRate_ * t);
}

double MmckQueue::responseTail(double t) const {
    if (!(t > 0.0)) {
        return 1.0;
    }
    const double x = completionRate_ * t;
    if (servers_ == 1.0) {
        // One completion more than is ahead, its own among them, over all K places.
        return canWait_ ? TruncatedGeometric{ahead_.ratio, ahead_.count + 1.0}.erlangTail(x) : std::exp(-x);
    }
    const double own = std::exp(-serviceRate_ * t);
    if (waits_ == 0.0) {
        return own;
    }
    // P(Erlang(j + 1, c mu) + Exp(mu) > t) exceeds that of the wait alone by
    // (c / (c - 1))^{j+1} e^{-mu t} P(Poisson((c - 1) mu t) > j); summed over j with
    // weights ratio^j, where s = load / (c - 1) and y = (c - 1) mu t:
    // c / (c - 1) * (e^{-x (1 - r)} P(Poisson(r x) < n) + e^{-mu t} (s^n P(Poisson(y) >= n) - 1)) / (s - 1).
    const double c = servers_;
    const double n = ahead_.count;
    const double y = (c - 1.0) * serviceRate_ * t;
    const double s = ahead_.ratio * c / (c - 1.0);
    const double scale = ahead_.scale();
    double served = 0.0;
    if (std::abs(s - 1.0) * std::max(1.0, std::min(n, y)) < 1e-8) {
        served = own * scale * (y * erlangTail(n - 1.0, y) + n * erlangCdf(n, y));
    } else {
        const double power = n * std::log(ahead_.ratio > 1.0 ? c / (c - 1.0) : s) - serviceRate_ * t;
        const double stretch = ahead_.ratio > 1.0 ? 1.0 : std::exp(n * std::log(ahead_.ratio));
        const double late = power < 200.0 ? std::exp(power) * erlangCdf(n, y)
                                          : stretch * x / n * erlangDensity(n, x) * lowerSeries(n, y);
        served = (ahead_.tiltedTail(x) + late - own * scale) / (s - 1.0);
    }
    const double after = c / (c - 1.0) * served / ahead_.scaledSum();
    return std::clamp((1.0 - waits_) * own + waits_ * (ahead_.erlangTail(x) + after), 0.0, 1.0);
}

double MmckQueue::waitQuantile(double p) const {
    const double above = 1.0 - std::clamp(p, 0.0, 1.0 - 1e-15);
    if (above >= waits_) {
        return 0.0;
    }
    const double start = (1.0 + ahead_.meanPosition()) / completionRate_;
    return invertTail([this](double t) { return waitTail(t); }, start, above);
}

double MmckQueue::responseQuantile(double p) const {
    const double above = 1.0 - std::clamp(p, 0.0, 1.0 - 1e-15);
    return above >= 1.0 ? 0.0
                        : invertTail([this](double t) { return responseTail(t); }, meanResponse(), above);
}

}  // namespace headroom::queueing
