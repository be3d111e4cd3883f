#pragma once

#include <vector>

#include "core/layout/box_index.h"
#include "core/layout/route.h"

namespace headroom::layout {

/// One end of a way: a point on the border of a card.
struct Port {
    Point at;
    Side side = Side::right;
    friend bool operator==(const Port&, const Port&) = default;
};

/// A way, and the area whose cards decided it: while nothing moves in there, the way stays.
struct Path {
    std::vector<Point> points;
    Rect reach;
};

/// Lines leave and reach a card straight for this long.
constexpr double stubLength = 16;
/// Lines keep this far from cards they do not belong to.
constexpr double clearance = 7;

/// The way from one port to another around the cards: a straight line or one step where that is free, else
/// the way of least length and bends over the tracks beside the cards (A* on their sparse grid). Where there
/// is no way at all, the direct one through whatever lies there.
Path findPath(const BoxIndex& boxes, const Port& from, const Port& to);

/// The way through given points, with elbows where two of them share neither row nor column.
Path pathThrough(const Port& from, const std::vector<Point>& points, const Port& to);

}  // namespace headroom::layout
