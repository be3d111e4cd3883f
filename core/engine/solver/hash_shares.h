#pragma once

#include "core/engine/solver/model.h"

namespace headroom::engine::solver {

/// Where machines are picked by the hash of the client, each has a share of its own that is known before
/// anything else: sets the weights between the targets of a balancer, and splits the machines of each target
/// into pools by share, the busiest first. Targets that others call, too, stay as they are.
void splitByHash(Model& model);

}  // namespace headroom::engine::solver
