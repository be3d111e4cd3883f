#include "core/engine/behaviors/machines.h"

#include <algorithm>

namespace headroom::engine::behaviors {

namespace {

queueing::ServiceShape shapeNamed(std::string_view name) {
    if (name == "lognormal") {
        return queueing::ServiceShape::Lognormal;
    }
    return name == "hyperexponential" ? queueing::ServiceShape::Hyperexponential
                                      : queueing::ServiceShape::Gamma;
}

std::optional<Autoscale> autoscaleFrom(const ParamReader& params) {
    constexpr double msPerSecond = 1000;
    const json::Value* own = params.value("autoscale");
    if (own == nullptr || own->object() == nullptr) {
        return std::nullopt;
    }
    const ParamReader fields = params.within("autoscale", *own->object());
    const double least = fields.number("min", 1);
    return Autoscale{.least = least,
                     .most = std::max(least, fields.number("max", least)),
                     .target = fields.number("target", 1),
                     .delayMs = fields.number("delay_s", 0) * msPerSecond};
}

}  // namespace

SteadyState machinesFrom(const ParamReader& params) {
    SteadyState state;
    state.machines = params.number("instances", 1);
    state.pools.push_back(
        {.machines = state.machines, .workers = static_cast<std::int64_t>(params.number("workers", 1))});
    state.autoscale = autoscaleFrom(params);
    state.connectionLimit = params.figure("connection_limit");
    if (const auto limit = params.figure("queue_limit")) {
        state.pools.front().queueLimit = static_cast<std::int64_t>(*limit);
    }
    if (const auto slotCount = params.figure("slots")) {
        state.pools.front().slotCount = static_cast<std::int64_t>(*slotCount);
    }
    state.serviceMs.fill(params.number("service_time_ms", 0));
    const double cv = params.number("service_cv", 1);
    state.serviceScv = cv * cv;
    state.shape = shapeNamed(params.text("service_distribution"));
    state.slowShare = params.number("slow_share", 0);
    state.slowFactor = params.number("slow_factor", 1);
    // Who waits for a slot, does so in order.
    state.urgentFirst = params.text("discipline") == "priority" && !params.figure("slots").has_value();
    state.errorRate = params.number("error_rate", 0);
    return state;
}

MessageRules messageRulesFrom(const ParamReader& params) {
    constexpr double msPerSecond = 1000;
    MessageRules rules{.maxLength = params.figure("max_length"),
                       .visibilityMs = params.figure("visibility_timeout_ms"),
                       .maxReceives = params.figure("max_receives")};
    rules.overflow = params.text("overflow") == "drop_oldest" ? Overflow::dropOldest : Overflow::reject;
    if (const auto retention = params.figure("retention_s")) {
        rules.retentionMs = *retention * msPerSecond;
    }
    rules.copies = std::min(params.number("copies", 1), params.number("instances", 1));
    return rules;
}

SteadyState balancedFrom(const ParamReader& params) {
    SteadyState state = machinesFrom(params);
    state.policy = policyNamed(params.text("policy")).value_or(Policy::roundRobin);
    state.choices = params.number("choices", 2);
    state.virtualNodes = params.number("virtual_nodes", 100);
    // Connections spread over its own machines by themselves (its address has several answers).
    state.spreadsItself = true;
    return state;
}

}  // namespace headroom::engine::behaviors
