#include "core/engine/behaviors/source.h"

namespace headroom::engine::behaviors {

SteadyState Source::steadyState(const ParamReader& /*params*/) const {
    SteadyState state;
    state.originates = true;
    state.machines = 0;
    state.passing.fill({.worksHere = false});
    return state;
}

}  // namespace headroom::engine::behaviors
