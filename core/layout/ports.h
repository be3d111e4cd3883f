#pragma once

#include <optional>
#include <vector>

#include "core/layout/geometry.h"

namespace headroom::layout {

struct Sides {
    Side from = Side::right;
    Side to = Side::left;
    friend bool operator==(const Sides&, const Sides&) = default;
};

/// The sides that face each other: left and right where there is room between the cards for a bend, else top
/// and bottom. A loop at one card leaves on the right and comes back on top.
Sides facingSides(const Rect& from, const Rect& to);

/// The sides of one connection: `from_side` and `to_side` of its parameters, the facing ones where absent.
Sides sidesOf(const model::Connection& connection, const Rect& from, const Rect& to);

/// One end of a connection at a side of a card.
struct End {
    int connection = 0;
    bool outgoing = true;
    double towards = 0;  ///< along the side: where the other card's centre is
};

/// Spreads `ends` over a side of `card`, in the order of where they go, so that they do not cross at once.
/// Answers one point for each, in the order given.
std::vector<Point> spreadPorts(const Rect& card, Side side, const std::vector<End>& ends);

/// How far a port may leave its place to save a line a small step.
constexpr double alignReach = 16;

}  // namespace headroom::layout
