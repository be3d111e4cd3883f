#include "core/engine/behaviors/plain.h"

namespace headroom::engine::behaviors {

SteadyState Plain::steadyState(const ParamReader& /*params*/) const {
    SteadyState state;
    state.inert = true;
    state.machines = 0;
    return state;
}

}  // namespace headroom::engine::behaviors
