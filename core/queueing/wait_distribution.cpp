#include "core/queueing/wait_distribution.h"

#include <algorithm>

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
    w.service_ = service;
    return w;
}

double WaitDistribution::mean() const {
    switch (kind_) {
        case Kind::None:
            return 0.0;
        case Kind::Exponential:
            return probability_ / rate_;
        case Kind::Uniform:
            return 0.5 * longest_;
        case Kind::Mg1:
            break;
    }
    return Mg1Queue(rate_, service_).meanWait();
}

double WaitDistribution::variance() const {
    switch (kind_) {
        case Kind::None:
            return 0.0;
        case Kind::Exponential:
            return probability_ * (2.0 - probability_) / (rate_ * rate_);
        case Kind::Uniform:
            return longest_ * longest_ / 12.0;
        case Kind::Mg1:
            break;
    }
    return Mg1Queue(rate_, service_).waitVariance();
}

}  // namespace headroom::queueing
