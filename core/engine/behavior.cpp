#include "core/engine/behavior.h"

namespace headroom::engine {

std::optional<Policy> policyNamed(std::string_view name) {
    if (name == "random") {
        return Policy::random;
    }
    if (name == "round_robin") {
        return Policy::roundRobin;
    }
    return std::nullopt;
}

queueing::ServiceDistribution SteadyState::service(Op op, std::optional<double> askedMs) const {
    const double mean = askedMs.value_or(serviceMs[indexOf(op)]);
    switch (shape) {
        case queueing::ServiceShape::Lognormal:
            return queueing::ServiceDistribution::lognormal(mean, serviceScv);
        case queueing::ServiceShape::Hyperexponential:
            return queueing::ServiceDistribution::hyperexponential(mean, serviceScv);
        case queueing::ServiceShape::Deterministic:
        case queueing::ServiceShape::Gamma:
            break;
    }
    return queueing::ServiceDistribution::gamma(mean, serviceScv);
}

}  // namespace headroom::engine
