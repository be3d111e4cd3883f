#include "core/queueing/wait_distribution.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/queueing/mg1.h"

namespace headroom::queueing {

WaitDistribution WaitDistribution::none() {
    return {};
}

WaitDistribution WaitDistribution::exponential(const ExponentialWait& wait) {
    WaitDistribution w;
    w.probability_ = std::clamp(wait.probability, 0.0, 1.0);
    w.rate_ = std::max(wait.rate, 1e-300);
    w.kind_ = w.probability_ > 0.0 ? Kind::Exponential : Kind::None;
    return w;
}

WaitDistribution WaitDistribution::uniform(double longest) {
    WaitDistribution w;
    w.longest_ = std::max(longest, 0.0);
    w.probability_ = w.longest_ > 0.0 ? 1.0 : 0.0;
    w.kind_ = w.longest_ > 0.0 ? Kind::Uniform : Kind::None;
    return w;
}

WaitDistribution WaitDistribution::mg1(double arrivalRate, const ServiceDistribution& service) {
    const Mg1Queue queue(arrivalRate, service);
    if (queue.utilization() == 0.0) {
        return none();
    }
    if (service.isExponential()) {
        const double rate = (1.0 - queue.utilization()) / service.mean();
        return exponential({.probability = queue.utilization(), .rate = rate});
    }
    WaitDistribution w;
    w.kind_ = Kind::Mg1;
    w.probability_ = queue.utilization();
    w.rate_ = queue.arrivalRate();
    w.shape_ = std::make_shared<const Shape>(Shape{.service = service});
    return w;
}

WaitDistribution WaitDistribution::constantService(double arrivalRate, double serviceTime,
                                                   std::int64_t servers) {
    constexpr double nobody = 1e-12;  // what the probability is known to
    WaitDistribution w;
    ConstantServiceWait queue(arrivalRate, serviceTime, servers);
    if (!(queue.waitProbability() > nobody)) {
        return none();
    }
    w.kind_ = Kind::ConstantService;
    w.probability_ = queue.waitProbability();
    w.rate_ = arrivalRate;
    w.longest_ = serviceTime;
    w.servers_ = servers;
    w.shape_ = std::make_shared<const Shape>(Shape{.constantService = std::move(queue)});
    return w;
}

WaitDistribution WaitDistribution::gamma(double probability, double mean, double variance) {
    const double p = std::clamp(probability, 0.0, 1.0);
    if (!(p > 0.0) || !(mean > 0.0)) {
        return none();
    }
    const double waiting = mean / p;
    const double scv = std::max((variance + mean * mean) / (p * waiting * waiting) - 1.0, 0.0);
    if (std::abs(scv - 1.0) < 1e-9) {
        return exponential({.probability = p, .rate = 1.0 / waiting});
    }
    WaitDistribution w;
    w.kind_ = Kind::Gamma;
    w.probability_ = p;
    w.shape_ = std::make_shared<const Shape>(Shape{.service = ServiceDistribution::gamma(waiting, scv)});
    return w;
}

WaitDistribution WaitDistribution::bounded(double probability, const TruncatedGeometric& ahead,
                                           double completionRate) {
    WaitDistribution w;
    w.probability_ = std::clamp(probability, 0.0, 1.0);
    w.rate_ = std::max(completionRate, 1e-300);
    w.shape_ = std::make_shared<const Shape>(Shape{.ahead = ahead});
    w.kind_ = w.probability_ > 0.0 ? Kind::Bounded : Kind::None;
    return w;
}

WaitDistribution WaitDistribution::piecewise(PiecewiseWait wait) {
    WaitDistribution w;
    w.probability_ = std::clamp(1.0 - wait.atom(), 0.0, 1.0);
    if (wait.pieces().empty() || !(w.probability_ > 0.0)) {
        return none();
    }
    w.kind_ = Kind::Piecewise;
    w.shape_ = std::make_shared<const Shape>(Shape{.pieces = std::move(wait)});
    return w;
}

WaitDistribution WaitDistribution::counted(double probability, CountedWait wait) {
    WaitDistribution w;
    w.probability_ = std::clamp(probability, 0.0, 1.0);
    if (!(w.probability_ > 0.0)) {
        return none();
    }
    w.kind_ = Kind::Counted;
    w.shape_ = std::make_shared<const Shape>(Shape{.counts = std::move(wait)});
    return w;
}

// z = rate / (rate + s) is one completion; j + 1 of them with weight ratio^j, j < n:
// z (1 - (r z)^n) / (1 - r z) over (1 - r^n) / (1 - r). Above ratio 1 both times r^-n.
std::complex<double> WaitDistribution::boundedTransform(std::complex<double> s) const {
    const std::complex<double> z = rate_ / (rate_ + s);
    const double r = shape_->ahead.ratio;
    const double n = shape_->ahead.count;
    const std::complex<double> toN = std::exp(n * std::log(z));
    const std::complex<double> away = 1.0 - r * z;
    std::complex<double> sum;
    if (std::abs(away) * n < 1e-7) {
        sum = r > 1.0 ? std::exp(-n * std::log(r)) * n : n;
    } else {
        const double up = std::exp(n * std::log(r));
        sum = r > 1.0 ? (std::exp(-n * std::log(r)) - toN) / away : (1.0 - up * toN) / away;
    }
    return 1.0 - probability_ + probability_ * z * sum / shape_->ahead.scaledSum();
}

std::complex<double> WaitDistribution::constantServiceTransform(std::complex<double> s) const {
    return shape_->constantService->transform(s);
}

double WaitDistribution::mean() const {
    switch (kind_) {
        case Kind::None:
            return 0.0;
        case Kind::Exponential:
            return probability_ / rate_;
        case Kind::Uniform:
            return 0.5 * longest_;
        case Kind::Bounded:
            return probability_ * (shape_->ahead.meanPosition() + 1.0) / rate_;
        case Kind::ConstantService:
            return shape_->constantService->mean();
        case Kind::Gamma:
            return probability_ * shape_->service.mean();
        case Kind::Piecewise:
            return shape_->pieces->mean();
        case Kind::Counted:
            return probability_ * shape_->counts->mean();
        case Kind::Mg1:
            break;
    }
    return Mg1Queue(rate_, shape_->service).meanWait();
}

double WaitDistribution::variance() const {
    switch (kind_) {
        case Kind::None:
            return 0.0;
        case Kind::Exponential:
            return probability_ * (2.0 - probability_) / (rate_ * rate_);
        case Kind::Uniform:
            return longest_ * longest_ / 12.0;
        case Kind::Bounded: {
            const double places = shape_->ahead.meanPosition() + 1.0;
            const double square = places * places + shape_->ahead.positionVariance() + places;
            return (probability_ * square - probability_ * probability_ * places * places) / (rate_ * rate_);
        }
        case Kind::ConstantService:
            return shape_->constantService->variance();
        case Kind::Gamma: {
            const double mean = shape_->service.mean();
            return probability_ * (shape_->service.variance() + (1.0 - probability_) * mean * mean);
        }
        case Kind::Piecewise:
            return shape_->pieces->variance();
        case Kind::Counted: {
            const double mean = shape_->counts->mean();
            return probability_ * (shape_->counts->variance() + (1.0 - probability_) * mean * mean);
        }
        case Kind::Mg1:
            break;
    }
    return Mg1Queue(rate_, shape_->service).waitVariance();
}

}  // namespace headroom::queueing
