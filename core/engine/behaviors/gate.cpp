#include "core/engine/behaviors/gate.h"

#include "core/engine/behaviors/machines.h"

namespace headroom::engine::behaviors {

SteadyState GateKeeper::steadyState(const ParamReader& params) const {
    SteadyState state = balancedFrom(params);
    const bool local = params.text("scope") == "local";
    const bool delays = params.text("action") == "delay";
    const double cost = params.number("cost", 1);
    state.gate = Gate{.rule = limitRuleNamed(params.text("algorithm")).value_or(LimitRule::tokenBucket),
                      .limitRps = params.number("limit_rps", 0) / cost,
                      .burst = params.number("burst", 1) / cost,
                      .windowS = params.number("window_s", 1),
                      .counters = local ? state.machines : 1,
                      .perMachine = local,
                      .delays = delays,
                      .perKey = !delays && params.flag("per_key", false)};
    const bool bucket =
        state.gate->rule == LimitRule::tokenBucket || state.gate->rule == LimitRule::leakyBucket;
    if (bucket && !state.gate->delays && !state.gate->perKey) {
        state.gate->reserve = params.number("priority_reserve", 0);
    }
    return state;
}

}  // namespace headroom::engine::behaviors
