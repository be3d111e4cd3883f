#include "core/layout/geometry.h"

#include <algorithm>

namespace headroom::layout {

std::optional<Side> sideNamed(std::string_view name) {
    constexpr std::array<std::string_view, 4> names{"left", "top", "right", "bottom"};
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
        return std::nullopt;
    }
    return allSides[static_cast<std::size_t>(found - names.begin())];
}

Point outward(Side side) {
    switch (side) {
        case Side::left:
            return {-1, 0};
        case Side::top:
            return {0, -1};
        case Side::right:
            return {1, 0};
        case Side::bottom:
            return {0, 1};
    }
    return {};
}

Rect cardRect(const model::Component& component) {
    return {component.position.x, component.position.y, component.size.w, component.size.h};
}

Point center(const Rect& rect) {
    return {rect.x + rect.w / 2, rect.y + rect.h / 2};
}

Point sideMiddle(const Rect& rect, Side side) {
    const Point middle = center(rect);
    const Point out = outward(side);
    return {middle.x + out.x * rect.w / 2, middle.y + out.y * rect.h / 2};
}

Rect grown(const Rect& rect, double by) {
    return {rect.x - by, rect.y - by, rect.w + 2 * by, rect.h + 2 * by};
}

Rect united(const Rect& a, const Rect& b) {
    const double left = std::min(a.x, b.x);
    const double top = std::min(a.y, b.y);
    return {left, top, std::max(a.x + a.w, b.x + b.w) - left, std::max(a.y + a.h, b.y + b.h) - top};
}

Rect spanned(const Point& a, const Point& b) {
    return {std::min(a.x, b.x), std::min(a.y, b.y), std::max(a.x, b.x) - std::min(a.x, b.x),
            std::max(a.y, b.y) - std::min(a.y, b.y)};
}

bool intersects(const Rect& a, const Rect& b) {
    return a.x <= b.x + b.w && b.x <= a.x + a.w && a.y <= b.y + b.h && b.y <= a.y + a.h;
}

bool contains(const Rect& rect, const Point& point) {
    return point.x >= rect.x && point.x <= rect.x + rect.w && point.y >= rect.y && point.y <= rect.y + rect.h;
}

}  // namespace headroom::layout
