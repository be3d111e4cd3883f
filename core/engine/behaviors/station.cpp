#include "core/engine/behaviors/station.h"

#include "core/engine/behaviors/machines.h"

namespace headroom::engine::behaviors {

SteadyState Station::steadyState(const ParamReader& params) const {
    return machinesFrom(params);
}

}  // namespace headroom::engine::behaviors
