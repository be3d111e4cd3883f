#pragma once

#include <functional>
#include <vector>

#include "core/engine/solver/model.h"

namespace headroom::engine::solver {

/// Marks, beside the visits that are marked, all from which a request gets to one of them along calls that
/// count.
void markCallers(const Model& model, const std::function<bool(Index call)>& counts, std::vector<char>& marks);

}  // namespace headroom::engine::solver
