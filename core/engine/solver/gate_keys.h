#pragma once

#include <vector>

#include "core/engine/solver/model.h"

namespace headroom::engine::solver {

/// Clients that send about equally often.
struct KeyShare {
    double requests = 0;  ///< of all of them, of all requests
    double rate = 0;      ///< of one of them, of all requests
};

/// Sets the rank of the visits of gates that keep a part for higher priorities, and of queues that take these
/// first.
void rankPriorities(Model& model);

/// What comes of which client, over all workloads. Where these have the same clients they are the same
/// people; else the clients of each are its own. Countless ones have no rate.
std::vector<KeyShare> keySharesOf(const Model& model);

}  // namespace headroom::engine::solver
