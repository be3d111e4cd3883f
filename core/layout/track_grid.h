#pragma once

#include <optional>
#include <vector>

#include "core/layout/box_index.h"

namespace headroom::layout {

/// A point and the way a line leaves a card there.
struct Leaving {
    Point at;
    Side side = Side::right;
};

/// The way of least length plus bends between two points over the rows and columns that run beside the cards
/// in `area`, never through a card: A* on a sparse orthogonal visibility grid (after Wybrow, Marriott and
/// Stuckey, "Orthogonal connector routing", 2009). nullopt where there is none.
std::optional<std::vector<Point>> searchTracks(const BoxIndex& boxes, const Rect& area, const Leaving& from,
                                               const Leaving& to);

}  // namespace headroom::layout
