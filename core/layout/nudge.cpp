#include "core/layout/nudge.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace headroom::layout {

namespace {

/// Two segments this close end to end look like one.
constexpr double endSlack = 8;
/// Parallel segments nearer than this are spread.
constexpr double nearby = 10;
/// From a lane to a card beside it.
constexpr double cardDistance = 10;

enum class Axis { vertical, horizontal };

/// Names after the vertical case: `across` is x, `low` and `high` are y.
double& across(Point& point, Axis axis) {
    return axis == Axis::vertical ? point.x : point.y;
}
double along(const Point& point, Axis axis) {
    return axis == Axis::vertical ? point.y : point.x;
}
double across(const Point& point, Axis axis) {
    return axis == Axis::vertical ? point.x : point.y;
}

struct Segment {
    std::vector<Point>* way = nullptr;
    std::size_t index = 0;
    int number = 0;  ///< of the way; decides ties
    double across = 0;
    double low = 0;
    double high = 0;
    double lowTurn = 0;  ///< which way the line goes on at the low end: -1 or 1
    double highTurn = 0;
    int lane = 0;
};

double sign(double value) {
    return value < 0 ? -1 : 1;
}

Segment segmentAt(std::vector<Point>& way, std::size_t i, int number, Axis axis) {
    Segment segment{
        &way, i, number, across(std::as_const(way[i]), axis), along(way[i], axis), along(way[i + 1], axis)};
    segment.lowTurn = sign(across(std::as_const(way[i - 1]), axis) - segment.across);
    segment.highTurn = sign(across(std::as_const(way[i + 2]), axis) - segment.across);
    if (segment.low > segment.high) {
        std::swap(segment.low, segment.high);
        std::swap(segment.lowTurn, segment.highTurn);
    }
    return segment;
}

/// All inner segments that run along `axis`.
std::vector<Segment> innerSegments(const std::vector<std::vector<Point>*>& ways, Axis axis) {
    std::vector<Segment> found;
    for (std::size_t number = 0; number < ways.size(); ++number) {
        if (ways[number] == nullptr) {
            continue;
        }
        std::vector<Point>& way = *ways[number];
        for (std::size_t i = 1; i + 2 < way.size(); ++i) {
            if (across(std::as_const(way[i]), axis) == across(std::as_const(way[i + 1]), axis)) {
                found.push_back(segmentAt(way, i, static_cast<int>(number), axis));
            }
        }
    }
    std::sort(found.begin(), found.end(), [](const Segment& a, const Segment& b) {
        return std::tie(a.across, a.low, a.high, a.number, a.index) <
               std::tie(b.across, b.low, b.high, b.number, b.index);
    });
    return found;
}

bool overlap(const Segment& a, const Segment& b) {
    return a.low < b.high + endSlack && b.low < a.high + endSlack;
}

bool strictlyWithin(double value, const Segment& segment) {
    return value > segment.low && value < segment.high;
}

/// Crossings of two segments with each other's continuations where `a` is the one at the left.
int crossingsInOrder(const Segment& a, const Segment& b) {
    return (a.lowTurn > 0 && strictlyWithin(a.low, b)) + (a.highTurn > 0 && strictlyWithin(a.high, b)) +
           (b.lowTurn < 0 && strictlyWithin(b.low, a)) + (b.highTurn < 0 && strictlyWithin(b.high, a));
}

/// How much rather `a` stands at the left of `b`; 0 where it does not matter.
int preference(const Segment& a, const Segment& b) {
    return overlap(a, b) ? crossingsInOrder(b, a) - crossingsInOrder(a, b) : 0;
}

/// Orders a cluster by how many others each one should stand left of.
void orderLanes(std::vector<Segment>& cluster) {
    std::vector<int> wins(cluster.size(), 0);
    for (std::size_t i = 0; i < cluster.size(); ++i) {
        for (std::size_t j = 0; j < cluster.size(); ++j) {
            const int preferred = i == j ? 0 : preference(cluster[i], cluster[j]);
            wins[i] += preferred > 0 ? 1 : (preferred < 0 ? -1 : 0);
        }
    }
    std::vector<std::size_t> order(cluster.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return wins[a] > wins[b]; });
    std::vector<Segment> sorted;
    for (const std::size_t place : order) {
        sorted.push_back(cluster[place]);
    }
    cluster = std::move(sorted);
}

/// The least lane right of all earlier ones that overlap. Answers how many lanes there are.
int assignLanes(std::vector<Segment>& cluster) {
    int lanes = 0;
    for (std::size_t i = 0; i < cluster.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (overlap(cluster[i], cluster[j])) {
                cluster[i].lane = std::max(cluster[i].lane, cluster[j].lane + 1);
            }
        }
        lanes = std::max(lanes, cluster[i].lane + 1);
    }
    return lanes;
}

struct Channel {
    double low;
    double high;
};

/// The room between the cards on both sides of a cluster around `middle`, at most `wanted` wide.
Channel channelAround(const std::vector<Segment>& cluster, double middle, double wanted,
                      const BoxIndex& boxes, Axis axis) {
    double low = cluster.front().low;
    double high = cluster.front().high;
    for (const Segment& segment : cluster) {
        low = std::min(low, segment.low);
        high = std::max(high, segment.high);
    }
    Channel channel{middle - wanted, middle + wanted};
    const Rect area = axis == Axis::vertical ? Rect{channel.low, low, channel.high - channel.low, high - low}
                                             : Rect{low, channel.low, high - low, channel.high - channel.low};
    for (const int box : boxes.inside(grown(area, cardDistance))) {
        const Rect& card = boxes.rect(box);
        const double start = axis == Axis::vertical ? card.x : card.y;
        const double end = start + (axis == Axis::vertical ? card.w : card.h);
        if (end <= middle) {
            channel.low = std::max(channel.low, end + cardDistance);
        } else if (start >= middle) {
            channel.high = std::min(channel.high, start - cardDistance);
        }
    }
    return channel;
}

void spread(std::vector<Segment>& cluster, const BoxIndex& boxes, Axis axis) {
    orderLanes(cluster);
    const int lanes = assignLanes(cluster);
    if (lanes < 2) {
        return;
    }
    double middle = 0;
    for (const Segment& segment : cluster) {
        middle += segment.across / static_cast<double>(cluster.size());
    }
    const double gaps = lanes - 1;
    const double wanted = gaps * laneDistance / 2;
    const Channel channel = channelAround(cluster, middle, wanted, boxes, axis);
    const double width = std::clamp(channel.high - channel.low, 0.0, gaps * laneDistance);
    // Where cards leave no room on one side, the lanes move to the other.
    const double start =
        channel.high - channel.low < 0 ? middle : std::max(channel.low, channel.high - width);
    for (const Segment& segment : cluster) {
        const double lane = start + width * segment.lane / gaps;
        across((*segment.way)[segment.index], axis) = lane;
        across((*segment.way)[segment.index + 1], axis) = lane;
    }
}

/// Splits what is sorted by `across` into sets that overlap, directly or through others.
void nudgeAlong(std::vector<std::vector<Point>*>& ways, const BoxIndex& boxes, Axis axis) {
    std::vector<Segment> segments = innerSegments(ways, axis);
    std::vector<bool> taken(segments.size(), false);
    for (std::size_t first = 0; first < segments.size(); ++first) {
        if (taken[first]) {
            continue;
        }
        taken[first] = true;
        std::vector<Segment> cluster{segments[first]};
        for (std::size_t member = 0; member < cluster.size(); ++member) {
            for (std::size_t next = first + 1;
                 next < segments.size() && segments[next].across < cluster[member].across + nearby; ++next) {
                if (!taken[next] && segments[next].across > cluster[member].across - nearby &&
                    overlap(segments[next], cluster[member])) {
                    taken[next] = true;
                    cluster.push_back(segments[next]);
                }
            }
        }
        if (cluster.size() > 1) {
            spread(cluster, boxes, axis);
        }
    }
}

}  // namespace

void nudge(std::vector<std::vector<Point>*>& ways, const BoxIndex& boxes) {
    nudgeAlong(ways, boxes, Axis::vertical);
    nudgeAlong(ways, boxes, Axis::horizontal);
    for (std::vector<Point>* way : ways) {
        if (way != nullptr) {
            simplify(*way);
        }
    }
}

}  // namespace headroom::layout
