#include "core/layout/route.h"

#include <algorithm>
#include <cmath>

namespace headroom::layout {

namespace {

bool onOneLine(const Point& a, const Point& b, const Point& c) {
    return (a.x == b.x && b.x == c.x) || (a.y == b.y && b.y == c.y);
}

double segmentLength(const Point& a, const Point& b) {
    return std::abs(a.x - b.x) + std::abs(a.y - b.y);
}

double squaredToSegment(const Point& a, const Point& b, const Point& p) {
    const double x = std::clamp(p.x, std::min(a.x, b.x), std::max(a.x, b.x));
    const double y = std::clamp(p.y, std::min(a.y, b.y), std::max(a.y, b.y));
    return (x - p.x) * (x - p.x) + (y - p.y) * (y - p.y);
}

}  // namespace

void simplify(std::vector<Point>& points) {
    std::vector<Point> kept;
    kept.reserve(points.size());
    for (const Point& point : points) {
        if (!kept.empty() && kept.back() == point) {
            continue;
        }
        while (kept.size() >= 2 && onOneLine(kept[kept.size() - 2], kept.back(), point)) {
            kept.pop_back();
        }
        if (kept.empty() || kept.back() != point) {
            kept.push_back(point);
        }
    }
    if (kept.size() == 1) {
        kept.push_back(points.back());
    }
    points = std::move(kept);
}

Rect bounds(const std::vector<Point>& points) {
    Rect all{points.front().x, points.front().y, 0, 0};
    for (const Point& point : points) {
        all = united(all, {point.x, point.y, 0, 0});
    }
    return all;
}

double length(const std::vector<Point>& points) {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        sum += segmentLength(points[i], points[i + 1]);
    }
    return sum;
}

std::size_t longestSegment(const std::vector<Point>& points) {
    std::size_t longest = 0;
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
        if (segmentLength(points[i], points[i + 1]) > segmentLength(points[longest], points[longest + 1])) {
            longest = i;
        }
    }
    return longest;
}

Point labelAnchor(const std::vector<Point>& points) {
    const std::size_t longest = longestSegment(points);
    return center(spanned(points[longest], points[longest + 1]));
}

double squaredDistance(const std::vector<Point>& points, const Point& point) {
    double least = squaredToSegment(points[0], points[1], point);
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
        least = std::min(least, squaredToSegment(points[i], points[i + 1], point));
    }
    return least;
}

}  // namespace headroom::layout
