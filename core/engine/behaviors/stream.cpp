#include "core/engine/behaviors/stream.h"

#include "core/engine/behaviors/machines.h"

namespace headroom::engine::behaviors {

SteadyState Stream::steadyState(const ParamReader& params) const {
    SteadyState state = machinesFrom(params);
    state.onward = Onward::consumers;
    state.partitions = params.number("partitions", 1);
    state.passing.fill({.awaited = false});
    state.spreadsItself = true;
    state.messages = messageRulesFrom(params);
    return state;
}

}  // namespace headroom::engine::behaviors
