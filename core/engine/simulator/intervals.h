#pragma once

#include <vector>

#include "core/results/results.h"

namespace headroom::engine::simulator {

/// Half-widths of the 95 % intervals (Student's t) of every figure of `all`, from the same figure in each of
/// a number of batches that hardly depend on each other. Null where fewer than two of them have it.
results::Results halfWidths(const results::Results& all, const std::vector<results::Results>& batches);

}  // namespace headroom::engine::simulator
