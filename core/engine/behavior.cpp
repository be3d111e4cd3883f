#include "core/engine/behavior.h"

#include <utility>

namespace headroom::engine {

std::optional<Policy> policyNamed(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, Policy>, 8> names{
        {{"random", Policy::random},
         {"round_robin", Policy::roundRobin},
         {"weighted_round_robin", Policy::weightedRoundRobin},
         {"least_connections", Policy::leastConnections},
         {"least_response_time", Policy::leastResponseTime},
         {"power_of_two", Policy::powerOfTwo},
         {"ip_hash", Policy::ipHash},
         {"consistent_hash", Policy::consistentHash}}};
    for (const auto& [word, policy] : names) {
        if (word == name) {
            return policy;
        }
    }
    return std::nullopt;
}

std::optional<LimitRule> limitRuleNamed(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, LimitRule>, 5> names{
        {{"token_bucket", LimitRule::tokenBucket},
         {"leaky_bucket", LimitRule::leakyBucket},
         {"fixed_window", LimitRule::fixedWindow},
         {"sliding_log", LimitRule::slidingLog},
         {"sliding_counter", LimitRule::slidingCounter}}};
    for (const auto& [word, rule] : names) {
        if (word == name) {
            return rule;
        }
    }
    return std::nullopt;
}

namespace {

queueing::ServiceDistribution familyOf(queueing::ServiceShape shape, double mean, double scv) {
    switch (shape) {
        case queueing::ServiceShape::Lognormal:
            return queueing::ServiceDistribution::lognormal(mean, scv);
        case queueing::ServiceShape::Hyperexponential:
            return queueing::ServiceDistribution::hyperexponential(mean, scv);
        case queueing::ServiceShape::Deterministic:
        case queueing::ServiceShape::Gamma:
            break;
    }
    return queueing::ServiceDistribution::gamma(mean, scv);
}

}  // namespace

queueing::ServiceDistribution SteadyState::service(Op op, std::optional<double> askedMs) const {
    const double usual = askedMs.value_or(serviceMs[indexOf(op)]);
    if (slowFactor != 1 && slowShare > 0 && slowShare < 1) {
        return familyOf(shape, usual, serviceScv).withSlowShare(slowShare, slowFactor);
    }
    return familyOf(shape, slowShare > 0 ? usual * slowFactor : usual, serviceScv);
}

}  // namespace headroom::engine
