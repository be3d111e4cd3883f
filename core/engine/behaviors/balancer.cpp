#include "core/engine/behaviors/balancer.h"

#include "core/engine/behaviors/machines.h"

namespace headroom::engine::behaviors {

namespace {

std::optional<HealthChecks> healthFrom(const ParamReader& params) {
    const json::Value* health = params.value("health");
    if (health == nullptr || health->object() == nullptr) {
        return std::nullopt;
    }
    const ParamReader fields = params.within("health", *health->object());
    return HealthChecks{.intervalMs = fields.number("interval_ms", 0), .misses = fields.number("misses", 1)};
}

}  // namespace

SteadyState Balancer::steadyState(const ParamReader& params) const {
    SteadyState state = balancedFrom(params);
    state.onward = Onward::oneTarget;
    state.health = healthFrom(params);
    return state;
}

}  // namespace headroom::engine::behaviors
