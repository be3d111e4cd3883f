#pragma once

#include "core/engine/simulator/portable_math.h"
#include "core/engine/simulator/random_stream.h"
#include "core/queueing/service_distribution.h"

namespace headroom::engine::simulator {

/// Draws from a distribution of times. Exponential by inversion; gamma by Marsaglia and Tsang (2000);
/// lognormal from a normal by Marsaglia's polar method (1964); hyperexponential as a mix of two exponentials.
class Sampler {
  public:
    Sampler() = default;  ///< always 0
    explicit Sampler(const queueing::ServiceDistribution& distribution);

    [[nodiscard]] double mean() const { return mean_; }
    [[gnu::always_inline]] double draw(RandomStream& random) const {
        if (form_ == Form::constant) {
            return mean_;
        }
        return form_ == Form::exponential ? -mean_ * random.logarithm() : drawOther(random);
    }

  private:
    enum class Form : std::uint8_t { constant, exponential, twoValues, gamma, lognormal, hyperexponential };

    [[nodiscard]] double drawOther(RandomStream& random) const;
    [[nodiscard]] double drawBase(RandomStream& random) const;
    [[nodiscard]] double drawGamma(RandomStream& random) const;

    Form form_ = Form::constant;
    bool mixed_ = false;  ///< has a slow share
    double mean_ = 0;
    double first_ = 0;   ///< two values: the usual one; gamma: shape; lognormal: mu; hyperexponential:
                         ///< probability of the first branch
    double second_ = 0;  ///< gamma: scale; lognormal: sigma; hyperexponential: mean of the first branch
    double third_ = 0;   ///< hyperexponential: mean of the second branch
    double slowShare_ = 0;
    double slowFactor_ = 1;
};

}  // namespace headroom::engine::simulator
