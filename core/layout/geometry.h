#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "core/model/extents.h"
#include "core/model/records.h"

/// Where things lie on the canvas, in scene units (one is a pixel at 1:1, y grows downwards).
namespace headroom::layout {

using model::Point;
using model::Rect;

using model::cardHeight;
using model::cardWidth;
constexpr double gridStep = 8;

enum class Side { left, top, right, bottom };

constexpr std::array<Side, 4> allSides{Side::left, Side::top, Side::right, Side::bottom};

/// "left", "top", ... as in `from_side`; nullopt for other words.
std::optional<Side> sideNamed(std::string_view name);

constexpr bool isHorizontal(Side side) {
    return side == Side::left || side == Side::right;
}

/// The unit vector that leaves a card at this side.
Point outward(Side side);

/// The card of a component.
Rect cardRect(const model::Component& component);

Point center(const Rect& rect);
Point sideMiddle(const Rect& rect, Side side);

Rect grown(const Rect& rect, double by);
Rect united(const Rect& a, const Rect& b);
/// The smallest rectangle around two points.
Rect spanned(const Point& a, const Point& b);
/// Touching edges count.
bool intersects(const Rect& a, const Rect& b);
bool contains(const Rect& rect, const Point& point);

}  // namespace headroom::layout
