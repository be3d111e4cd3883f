#include "core/engine/simulator/sampler.h"

#include <cmath>

namespace headroom::engine::simulator {

namespace {

double normal(RandomStream& random) {
    while (true) {
        const double x = 2 * random.uniform() - 1;
        const double y = 2 * random.uniform() - 1;
        const double square = x * x + y * y;
        if (square < 1 && square > 0) {
            return x * std::sqrt(-2 * naturalLog(square) / square);
        }
    }
}

}  // namespace

Sampler::Sampler(const queueing::ServiceDistribution& distribution)
    : mixed_(distribution.slowShare() > 0),
      mean_(mixed_ ? distribution.mean() : distribution.baseMean()),
      slowShare_(distribution.slowShare()),
      slowFactor_(distribution.slowFactor()) {
    const double mean = distribution.baseMean();
    const double scv = distribution.baseScv();
    if (distribution.isDeterministic()) {
        return;
    }
    switch (distribution.shape()) {
        case queueing::ServiceShape::Deterministic:
            form_ = Form::twoValues;
            first_ = mean;
            break;
        case queueing::ServiceShape::Gamma:
            form_ = distribution.isExponential() ? Form::exponential : Form::gamma;
            first_ = 1 / scv;
            second_ = mean * scv;
            break;
        case queueing::ServiceShape::Lognormal:
            form_ = Form::lognormal;
            second_ = std::sqrt(naturalLog(1 + scv));
            first_ = naturalLog(mean) - second_ * second_ / 2;
            break;
        case queueing::ServiceShape::Hyperexponential: {
            const auto branches = queueing::balancedHyperexponential(mean, scv);
            form_ = Form::hyperexponential;
            first_ = branches.probability1;
            second_ = 1 / branches.rate1;
            third_ = 1 / branches.rate2;
            break;
        }
    }
}

double Sampler::drawOther(RandomStream& random) const {
    const double base = drawBase(random);
    return mixed_ && random.chance(slowShare_) ? base * slowFactor_ : base;
}

double Sampler::drawBase(RandomStream& random) const {
    switch (form_) {
        case Form::gamma:
            return drawGamma(random);
        case Form::lognormal:
            return exponential(first_ + second_ * normal(random));
        case Form::hyperexponential:
            return -(random.chance(first_) ? second_ : third_) * naturalLog(random.uniform());
        default:
            return first_;
    }
}

double Sampler::drawGamma(RandomStream& random) const {
    const bool small = first_ < 1;
    const double shape = small ? first_ + 1 : first_;
    const double d = shape - 1.0 / 3;
    const double c = 1 / std::sqrt(9 * d);
    while (true) {
        const double x = normal(random);
        const double root = 1 + c * x;
        const double v = root * root * root;
        if (v > 0 && naturalLog(random.uniform()) < x * x / 2 + d - d * v + d * naturalLog(v)) {
            const double draw = d * v * second_;
            return small ? draw * power(random.uniform(), 1 / first_) : draw;
        }
    }
}

}  // namespace headroom::engine::simulator
