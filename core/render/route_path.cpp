#include <algorithm>
#include <cmath>

#include "core/render/design_painter.h"

namespace headroom::render {

namespace {

constexpr double hopRadius = 5;

QPointF toQt(const layout::Point& point) {
    return {point.x, point.y};
}

QPointF towards(const QPointF& from, const QPointF& to, double distance) {
    const double length = std::hypot(to.x() - from.x(), to.y() - from.y());
    return length > 0 ? from + (to - from) * (distance / length) : from;
}

/// The horizontal piece up to `end`, with a small arch over each line that is crossed.
void lineWithHops(QPainterPath& path, const layout::Route& route, std::size_t segment, const QPointF& end) {
    const double direction = end.x() >= path.currentPosition().x() ? 1 : -1;
    for (const layout::Hop& hop : route.hops) {
        if (hop.segment != segment) {
            continue;
        }
        const double y = path.currentPosition().y();
        const double before = (hop.x - path.currentPosition().x()) * direction;
        const double after = (end.x() - hop.x) * direction;
        if (before < hopRadius || after < hopRadius) {
            continue;  // too near to a corner for an arch
        }
        path.lineTo(hop.x - direction * hopRadius, y);
        path.arcTo(QRectF(hop.x - hopRadius, y - hopRadius, 2 * hopRadius, 2 * hopRadius),
                   direction > 0 ? 180 : 0, direction > 0 ? -180 : 180);
    }
    path.lineTo(end);
}

}  // namespace

QPainterPath routePath(const layout::Route& route, double radius) {
    QPainterPath path;
    const auto& points = route.points;
    if (points.size() < 2) {
        return path;
    }
    path.moveTo(toQt(points.front()));
    for (std::size_t i = 1; i < points.size(); ++i) {
        const QPointF corner = toQt(points[i]);
        if (i + 1 == points.size()) {
            lineWithHops(path, route, i - 1, corner);
            break;
        }
        const QPointF before = toQt(points[i - 1]);
        const QPointF after = toQt(points[i + 1]);
        const double room = std::min(QLineF(before, corner).length(), QLineF(corner, after).length()) / 2;
        const double round = std::min(radius, room);
        lineWithHops(path, route, i - 1, towards(corner, before, round));
        path.quadTo(corner, towards(corner, after, round));
    }
    return path;
}

}  // namespace headroom::render
