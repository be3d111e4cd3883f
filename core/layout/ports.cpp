#include "core/layout/ports.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace headroom::layout {

namespace {

constexpr double roomForBend = 32;
constexpr double portSpacing = 16;
constexpr double cornerMargin = 12;

}  // namespace

Sides facingSides(const Rect& from, const Rect& to) {
    if (from == to) {
        return {Side::right, Side::top};
    }
    const double rightward = to.x - (from.x + from.w);
    const double leftward = from.x - (to.x + to.w);
    const double downward = to.y - (from.y + from.h);
    const double upward = from.y - (to.y + to.h);
    const double across = std::max(rightward, leftward);
    const double along = std::max(downward, upward);
    if (across >= roomForBend || along < 0) {
        return rightward >= leftward ? Sides{Side::right, Side::left} : Sides{Side::left, Side::right};
    }
    return downward >= upward ? Sides{Side::bottom, Side::top} : Sides{Side::top, Side::bottom};
}

Sides sidesOf(const model::Connection& connection, const Rect& from, const Rect& to) {
    Sides sides = facingSides(from, to);
    if (const json::Value* named = connection.params.find("from_side")) {
        sides.from = sideNamed(named->text()).value_or(sides.from);
    }
    if (const json::Value* named = connection.params.find("to_side")) {
        sides.to = sideNamed(named->text()).value_or(sides.to);
    }
    return sides;
}

std::vector<Point> spreadPorts(const Rect& card, Side side, const std::vector<End>& ends) {
    std::vector<std::size_t> order(ends.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const End& x = ends[a];
        const End& y = ends[b];
        return std::tie(x.towards, x.connection, x.outgoing) < std::tie(y.towards, y.connection, y.outgoing);
    });
    const Point middle = sideMiddle(card, side);
    const double usable = (isHorizontal(side) ? card.h : card.w) - 2 * cornerMargin;
    const auto gaps = static_cast<double>(ends.size() - 1);
    const double spacing = ends.size() > 1 ? std::min(portSpacing, usable / gaps) : 0;
    std::vector<Point> ports(ends.size());
    for (std::size_t place = 0; place < order.size(); ++place) {
        const double offset = (static_cast<double>(place) - gaps / 2) * spacing;
        ports[order[place]] =
            isHorizontal(side) ? Point{middle.x, middle.y + offset} : Point{middle.x + offset, middle.y};
    }
    return ports;
}

}  // namespace headroom::layout
