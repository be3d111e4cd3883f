#include "core/engine/behaviors/delay.h"

#include "core/engine/behaviors/machines.h"

namespace headroom::engine::behaviors {

SteadyState Delay::steadyState(const ParamReader& params) const {
    // As many as a person could ever ask for; nothing is counted where there is a worker for everybody.
    constexpr std::int64_t plenty = 1'000'000;
    SteadyState state = machinesFrom(params);
    state.pools = {{.workers = plenty, .unlimited = true}};
    state.spreadsItself = true;
    if (const auto limit = params.figure("limit_rps")) {
        // Counted over the last second, which is how providers say it.
        state.gate = Gate{.rule = LimitRule::slidingLog, .limitRps = *limit};
    }
    return state;
}

}  // namespace headroom::engine::behaviors
