#include "core/layout/hops.h"

#include <algorithm>

namespace headroom::layout {

namespace {

constexpr double cornerRoom = hopRadius + 3;

struct Vertical {
    double x;
    double top;
    double bottom;
    std::size_t route;
};

std::vector<Vertical> verticals(const std::vector<Route>& routes) {
    std::vector<Vertical> found;
    for (std::size_t r = 0; r < routes.size(); ++r) {
        const std::vector<Point>& points = routes[r].points;
        for (std::size_t i = 0; i + 1 < points.size(); ++i) {
            if (points[i].x == points[i + 1].x) {
                const Rect span = spanned(points[i], points[i + 1]);
                found.push_back({span.x, span.y, span.y + span.h, r});
            }
        }
    }
    std::sort(found.begin(), found.end(), [](const Vertical& a, const Vertical& b) { return a.x < b.x; });
    return found;
}

void hopsOnSegment(Route& route, std::size_t self, std::size_t segment, const std::vector<Vertical>& lines) {
    const Point& a = route.points[segment];
    const Point& b = route.points[segment + 1];
    const double left = std::min(a.x, b.x) + cornerRoom;
    const double right = std::max(a.x, b.x) - cornerRoom;
    const auto first = std::lower_bound(lines.begin(), lines.end(), left,
                                        [](const Vertical& line, double x) { return line.x < x; });
    const auto start = static_cast<std::ptrdiff_t>(route.hops.size());
    for (auto line = first; line != lines.end() && line->x <= right; ++line) {
        if (line->route != self && a.y > line->top + cornerRoom && a.y < line->bottom - cornerRoom) {
            route.hops.push_back({segment, line->x});
        }
    }
    if (a.x > b.x) {
        std::reverse(route.hops.begin() + start, route.hops.end());
    }
}

}  // namespace

void findHops(std::vector<Route>& routes, const std::vector<std::size_t>& which) {
    if (which.empty()) {
        return;
    }
    const std::vector<Vertical> lines = verticals(routes);
    for (const std::size_t self : which) {
        Route& route = routes[self];
        route.hops.clear();
        for (std::size_t segment = 0; segment + 1 < route.points.size(); ++segment) {
            if (route.points[segment].y == route.points[segment + 1].y) {
                hopsOnSegment(route, self, segment, lines);
            }
        }
    }
}

}  // namespace headroom::layout
