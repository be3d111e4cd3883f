#include "core/engine/behaviors/queue.h"

#include "core/engine/behaviors/machines.h"

namespace headroom::engine::behaviors {

SteadyState Queue::steadyState(const ParamReader& params) const {
    SteadyState state = machinesFrom(params);
    state.onward = Onward::consumers;
    state.passing.fill({.awaited = false});
    state.spreadsItself = true;
    state.messages = messageRulesFrom(params);
    return state;
}

}  // namespace headroom::engine::behaviors
