#pragma once

#include <vector>

#include "core/layout/box_index.h"
#include "core/layout/route.h"

namespace headroom::layout {

/// Lines side by side in one channel keep this distance where there is room.
constexpr double laneDistance = 12;

/// Moves the inner segments of ways that would lie on top of each other into lanes beside each other, in
/// the order that crosses least. Ends stay where they are. `fixed` ways (given by hand) are left alone.
void nudge(std::vector<std::vector<Point>*>& ways, const BoxIndex& boxes);

}  // namespace headroom::layout
