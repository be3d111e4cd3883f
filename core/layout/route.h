#pragma once

#include <cstddef>
#include <vector>

#include "core/layout/geometry.h"

namespace headroom::layout {

/// Where a line jumps over another: on its horizontal segment from points[segment] to points[segment + 1].
struct Hop {
    std::size_t segment = 0;
    double x = 0;
    friend bool operator==(const Hop&, const Hop&) = default;
};

/// The way of one connection: axis-parallel segments from the border of one card to the border of the other,
/// ready to have their corners rounded.
struct Route {
    std::vector<Point> points;  ///< at least two; no two neighbours equal, no three on a line
    Side fromSide = Side::right;
    Side toSide = Side::left;
    std::vector<Hop> hops;  ///< in the order of the way
    friend bool operator==(const Route&, const Route&) = default;
};

/// Drops repeated points and those in the middle of a straight piece.
void simplify(std::vector<Point>& points);

Rect bounds(const std::vector<Point>& points);
double length(const std::vector<Point>& points);

/// The number of the point at which the longest segment starts; the first of several.
std::size_t longestSegment(const std::vector<Point>& points);

/// The middle of the longest segment: where a label stands.
Point labelAnchor(const std::vector<Point>& points);

/// Square of the distance from `point` to the nearest place on the way.
double squaredDistance(const std::vector<Point>& points, const Point& point);

}  // namespace headroom::layout
