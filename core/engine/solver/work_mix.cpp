#include "core/engine/solver/work_mix.h"

namespace headroom::engine::solver {

using queueing::ServiceDistribution;

void WorkMix::add(const ServiceDistribution& service, double rate) {
    if (!(rate > 0)) {
        return;
    }
    rate_ += rate;
    for (Part& part : parts_) {
        if (part.service == service) {
            part.rate += rate;
            return;
        }
    }
    parts_.push_back({service, rate});
}

WorkMix WorkMix::thinned(double share) const {
    WorkMix mix;
    for (const Part& part : parts_) {
        mix.add(part.service, part.rate * share);
    }
    return mix;
}

double WorkMix::mean() const {
    double sum = 0;
    for (const Part& part : parts_) {
        sum += part.rate / rate_ * part.service.mean();
    }
    return sum;
}

double WorkMix::scv() const {
    if (parts_.size() == 1) {
        return parts_.front().service.scv();
    }
    const double average = mean();
    if (!(average > 0)) {
        return 0;
    }
    double variance = 0;
    for (const Part& part : parts_) {
        const double away = part.service.mean() - average;
        variance += part.rate / rate_ * (part.service.variance() + away * away);
    }
    return variance / (average * average);
}

double WorkMix::thirdMoment() const {
    double sum = 0;
    for (const Part& part : parts_) {
        sum += part.rate / rate_ * part.service.thirdMoment();
    }
    return sum;
}

bool WorkMix::isExponential() const {
    return parts_.size() == 1 && parts_.front().service.isExponential();
}

bool WorkMix::isExact() const {
    return parts_.size() < 2 ||
           (parts_.size() == 2 && parts_[0].service.mean() > 0 && parts_[1].service.mean() > 0 &&
            parts_[0].service.slowShare() == 0 && parts_[1].service.slowShare() == 0);
}

bool WorkMix::isDeterministic() const {
    return parts_.size() == 1 && parts_.front().service.isDeterministic();
}

ServiceDistribution WorkMix::distribution() const {
    if (parts_.empty()) {
        return ServiceDistribution::deterministic(0);
    }
    if (parts_.size() == 1) {
        return parts_.front().service;
    }
    if (isExact()) {
        const double stretch = parts_[1].service.mean() / parts_[0].service.mean();
        return parts_[0].service.withSlowShare(parts_[1].rate / rate_, stretch);
    }
    return ServiceDistribution::gamma(mean(), scv());
}

}  // namespace headroom::engine::solver
