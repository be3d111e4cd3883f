#pragma once

#include <cstddef>
#include <vector>

#include "core/layout/route.h"

namespace headroom::layout {

/// Half the width of a hop; lines that cross nearer to a corner or an end than this do not hop.
constexpr double hopRadius = 5;

/// Finds where horizontal segments of `which` routes truly cross vertical ones of any other route, and sets
/// their hops. Other routes keep theirs.
void findHops(std::vector<Route>& routes, const std::vector<std::size_t>& which);

}  // namespace headroom::layout
