#include "core/engine/behaviors/balancer.h"

#include "core/engine/behaviors/machines.h"

namespace headroom::engine::behaviors {

SteadyState Balancer::steadyState(const ParamReader& params) const {
    SteadyState state = machinesFrom(params);
    state.onward = Onward::oneTarget;
    state.policy = policyNamed(params.text("policy")).value_or(Policy::roundRobin);
    // Connections spread over the machines of a balancer by themselves (its address has several answers).
    state.spreadsItself = true;
    return state;
}

}  // namespace headroom::engine::behaviors
