#include "core/queueing/mm_c_timeout.h"

#include <algorithm>
#include <cmath>

#include "core/queueing/erlang.h"
#include "core/queueing/erlang_tail.h"

namespace headroom::queueing {

namespace {

// Integral of e^{-rate u} over [0, length], rate >= 0.
double exponentialIntegral(double rate, double length) {
    const double z = rate * length;
    return z < 1e-12 ? length : -std::expm1(-z) / rate;
}

// Integral of u e^{-rate u} over [0, length], rate >= 0.
double weightedIntegral(double rate, double length) {
    const double z = rate * length;
    return z < 1e-6 ? length * length * (0.5 - z / 3.0) : erlangCdf(2.0, z) / (rate * rate);
}

}  // namespace

MmcTimeoutQueue::MmcTimeoutQueue(double arrivalRate, double serviceRate, std::int64_t servers, double timeout)
    : arrivalRate_(std::clamp(arrivalRate, 0.0, 1e300)),
      capacity_(static_cast<double>(std::max<std::int64_t>(servers, 1)) * std::max(serviceRate, 1e-300)),
      timeout_(std::clamp(timeout, 0.0, 1e300)),
      drain_(capacity_ - arrivalRate_),
      scale_(0.0) {
    const std::int64_t c = std::max<std::int64_t>(servers, 1);
    const double othersBusy = erlangB(arrivalRate_ / (capacity_ / static_cast<double>(c)), c - 1);
    if (!(othersBusy > 0.0) || !(arrivalRate_ > 0.0)) {
        return;
    }
    // The virtual wait has density proportional to e^{-drain u} up to the timeout and
    // decays at c mu beyond. Above capacity everything is scaled by e^{drain timeout}.
    const double steep = std::abs(drain_);
    const double fade = std::exp(-steep * timeout_);
    const double atZero = drain_ >= 0.0 ? 1.0 : fade;
    const double atTimeout = drain_ >= 0.0 ? fade : 1.0;
    const double within = exponentialIntegral(steep, timeout_);
    const double rising = weightedIntegral(steep, timeout_);
    const double moment = drain_ >= 0.0 ? rising : timeout_ * within - rising;
    const double all = atZero / othersBusy + arrivalRate_ * (within + atTimeout / capacity_);
    scale_ = arrivalRate_ / all;
    waits_ = scale_ * (within + atTimeout / capacity_);
    abandoned_ = std::min(1.0, scale_ * atTimeout / capacity_);
    meanWait_ = scale_ * (moment + timeout_ * atTimeout / capacity_);
}

double MmcTimeoutQueue::throughput() const {
    return std::min(arrivalRate_ * (1.0 - abandoned_), capacity_);
}

double MmcTimeoutQueue::utilization() const {
    return throughput() / capacity_;
}

double MmcTimeoutQueue::meanWaitOfServed() const {
    const double served = 1.0 - abandoned_;
    return served > 0.0 ? std::max(0.0, meanWait_ - abandoned_ * timeout_) / served : timeout_;
}

// P(t < wait <= timeout) of all arrivals.
double MmcTimeoutQueue::waitingBeyond(double t) const {
    const double left = exponentialIntegral(std::abs(drain_), timeout_ - t);
    return scale_ * (drain_ >= 0.0 ? std::exp(-drain_ * t) * left : left);
}

double MmcTimeoutQueue::servedWaitTail(double t) const {
    if (t < 0.0) {
        return 1.0;
    }
    const double served = 1.0 - abandoned_;
    return t >= timeout_ || !(served > 0.0) ? 0.0 : std::min(1.0, waitingBeyond(t) / served);
}

double MmcTimeoutQueue::servedWaitQuantile(double p) const {
    const double above = 1.0 - std::clamp(p, 0.0, 1.0);
    if (above >= servedWaitTail(0.0)) {
        return 0.0;
    }
    const double target = above * (1.0 - abandoned_) / scale_;
    const double steep = std::abs(drain_);
    if (steep * timeout_ < 1e-12) {
        return timeout_ - target;
    }
    if (drain_ < 0.0) {
        return std::clamp(timeout_ + std::log1p(-std::min(steep * target, 1.0)) / steep, 0.0, timeout_);
    }
    const double end = std::exp(-drain_ * timeout_);
    return std::clamp(-std::log(end + drain_ * target) / drain_, 0.0, timeout_);
}

}  // namespace headroom::queueing
