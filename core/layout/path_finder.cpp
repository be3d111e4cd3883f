#include "core/layout/path_finder.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/layout/track_grid.h"

namespace headroom::layout {

namespace {

Point stub(const Port& port) {
    const Point out = outward(port.side);
    return {port.at.x + out.x * stubLength, port.at.y + out.y * stubLength};
}

/// All between the stubs; the stubs themselves may touch their own cards.
bool isFree(const BoxIndex& boxes, const std::vector<Point>& points) {
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        if (boxes.blocked(points[i], points[i + 1], clearance)) {
            return false;
        }
    }
    return true;
}

bool facing(const Port& from, const Port& to) {
    const Point out = outward(from.side);
    const Point in = outward(to.side);
    const double gap = (to.at.x - from.at.x) * out.x + (to.at.y - from.at.y) * out.y;
    return out.x == -in.x && out.y == -in.y && gap >= 2 * stubLength;
}

/// Two facing ports joined with one step at `share` of the gap (0: at the first stub).
std::vector<Point> step(const Port& from, const Port& to, double share) {
    const Point a = stub(from);
    const Point b = stub(to);
    if (isHorizontal(from.side)) {
        const double x = a.x + (b.x - a.x) * share;
        return {a, {x, a.y}, {x, b.y}, b};
    }
    const double y = a.y + (b.y - a.y) * share;
    return {a, {a.x, y}, {b.x, y}, b};
}

/// Two ports at right angles joined with one bend.
std::vector<Point> bend(const Port& from, const Port& to) {
    const Point a = stub(from);
    const Point b = stub(to);
    return {a, isHorizontal(from.side) ? Point{b.x, a.y} : Point{a.x, b.y}, b};
}

bool bendLeadsOutward(const Port& from, const Port& to) {
    const Point a = stub(from);
    const Point b = stub(to);
    const Point out = outward(from.side);
    const Point in = outward(to.side);
    return isHorizontal(from.side) != isHorizontal(to.side) &&
           (b.x - a.x) * out.x + (b.y - a.y) * out.y >= 0 && (a.x - b.x) * in.x + (a.y - b.y) * in.y >= 0;
}

std::optional<std::vector<Point>> simpleWay(const BoxIndex& boxes, const Port& from, const Port& to) {
    if (facing(from, to)) {
        for (const double share : {0.5, 0.0, 1.0}) {
            std::vector<Point> points = step(from, to, share);
            if (isFree(boxes, points)) {
                return points;
            }
        }
    } else if (bendLeadsOutward(from, to)) {
        std::vector<Point> points = bend(from, to);
        if (isFree(boxes, points)) {
            return points;
        }
    }
    return std::nullopt;
}

Path finished(std::vector<Point> points, const Port& from, const Port& to, const Rect& reach) {
    points.insert(points.begin(), from.at);
    points.push_back(to.at);
    simplify(points);
    return {std::move(points), reach};
}

}  // namespace

Path findPath(const BoxIndex& boxes, const Port& from, const Port& to) {
    const Rect ends = grown(spanned(stub(from), stub(to)), clearance);
    if (auto points = simpleWay(boxes, from, to)) {
        return finished(std::move(*points), from, to, ends);
    }
    // A card that lies on a port leaves no way to look for.
    const bool shut =
        boxes.blocked(stub(from), stub(from), clearance) || boxes.blocked(stub(to), stub(to), clearance);
    for (const double around : {160.0, 640.0}) {
        if (shut) {
            break;
        }
        const Rect area = grown(ends, around);
        if (auto points = searchTracks(boxes, area, {stub(from), from.side}, {stub(to), to.side})) {
            return finished(std::move(*points), from, to, grown(area, clearance));
        }
    }
    const auto direct = facing(from, to) ? step(from, to, 0.5) : bend(from, to);
    return finished(direct, from, to, grown(ends, 640.0 + clearance));
}

Path pathThrough(const Port& from, const std::vector<Point>& points, const Port& to) {
    std::vector<Point> way{stub(from)};
    bool alongX = isHorizontal(from.side);
    const auto goTo = [&](const Point& next) {
        const Point here = way.back();
        if (here.x != next.x && here.y != next.y) {
            way.push_back(alongX ? Point{next.x, here.y} : Point{here.x, next.y});
            alongX = !alongX;
        }
        way.push_back(next);
    };
    for (const Point& point : points) {
        goTo(point);
    }
    const Point last = way.back();
    const Point end = stub(to);
    if (last.x != end.x && last.y != end.y) {
        // Come in along the last stub.
        way.push_back(isHorizontal(to.side) ? Point{end.x, last.y} : Point{last.x, end.y});
    }
    way.push_back(end);
    return finished(std::move(way), from, to, {from.at.x, from.at.y, 0, 0});
}

}  // namespace headroom::layout
