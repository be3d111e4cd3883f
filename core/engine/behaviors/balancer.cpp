#include "core/engine/behaviors/balancer.h"

#include "core/engine/behaviors/machines.h"

namespace headroom::engine::behaviors {

SteadyState Balancer::steadyState(const ParamReader& params) const {
    SteadyState state = balancedFrom(params);
    state.onward = Onward::oneTarget;
    return state;
}

}  // namespace headroom::engine::behaviors
