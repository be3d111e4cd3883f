#include "core/layout/design_layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <unordered_map>

#include "core/layout/hops.h"
#include "core/layout/nudge.h"

namespace headroom::layout {

namespace {

/// Beyond this many moved cards every way is searched again instead of asking each whether it is concerned.
constexpr std::size_t manyDisturbed = 256;

/// The points of a way given by hand: [[x, y], ...] or [{"x": x, "y": y}, ...].
std::vector<Point> pointsByHand(const model::Connection& connection) {
    std::vector<Point> points;
    const json::Value* list = connection.params.find("points");
    if (list == nullptr || list->array() == nullptr) {
        return points;
    }
    for (const json::Value& item : *list->array()) {
        if (const json::Array* pair = item.array(); pair != nullptr && pair->size() == 2) {
            points.push_back({(*pair)[0].number(), (*pair)[1].number()});
        } else if (const json::Object* object = item.object()) {
            const json::Value* x = object->find("x");
            const json::Value* y = object->find("y");
            points.push_back({x != nullptr ? x->number() : 0, y != nullptr ? y->number() : 0});
        }
    }
    return points;
}

template <class T, class Same>
bool sameInPlace(const model::Table<T>& a, const model::Table<T>& b, Same same) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(),
                      [&](const auto& x, const auto& y) { return x == y || same(*x, *y); });
}

/// Moves the end whose side it has to itself level with the other end, where that is a small way.
void level(Port& mover, const Port& other) {
    if (isHorizontal(mover.side)) {
        if (std::abs(mover.at.y - other.at.y) <= alignReach) {
            mover.at.y = other.at.y;
        }
    } else if (std::abs(mover.at.x - other.at.x) <= alignReach) {
        mover.at.x = other.at.x;
    }
}

bool opposite(Side a, Side b) {
    return isHorizontal(a) == isHorizontal(b) && a != b;
}

}  // namespace

const std::vector<std::size_t>& DesignLayout::update(const model::Design& design) {
    changed_.clear();
    disturbed_.clear();
    touched_.assign(design.components().size(), 0);
    if (sameStructure(design)) {
        followMoves(design);
    } else {
        followStructure(design);
    }
    placePorts(design);
    markDisturbed();
    search(design);
    design_ = design;
    finish();
    return changed_;
}

bool DesignLayout::sameStructure(const model::Design& design) const {
    return sameInPlace(design_.components(), design.components(),
                       [](const auto& a, const auto& b) { return a.id == b.id; }) &&
           sameInPlace(design_.connections(), design.connections(), [](const auto& a, const auto& b) {
               return a.id == b.id && a.from == b.from && a.to == b.to;
           });
}

void DesignLayout::followMoves(const model::Design& design) {
    for (std::size_t card = 0; card < design.components().size(); ++card) {
        const Rect now = cardRect(design.components()[card]);
        const int number = static_cast<int>(card);
        if (boxes_.rect(number) != now) {
            disturb(boxes_.rect(number));
            disturb(now);
            boxes_.erase(number);
            boxes_.insert(number, now);
            touchWithNeighbours(number);
        }
    }
    for (std::size_t i = 0; i < design.connections().size(); ++i) {
        if (design.connections().begin()[static_cast<std::ptrdiff_t>(i)] !=
            design_.connections().begin()[static_cast<std::ptrdiff_t>(i)]) {
            touched_[static_cast<std::size_t>(wires_[i].from)] = 1;
            touched_[static_cast<std::size_t>(wires_[i].to)] = 1;
            wires_[i].stale = true;
        }
    }
}

void DesignLayout::touchWithNeighbours(int card) {
    touched_[static_cast<std::size_t>(card)] = 1;
    for (const int wire : wiresAt_[static_cast<std::size_t>(card)]) {
        touched_[static_cast<std::size_t>(wires_[static_cast<std::size_t>(wire)].from)] = 1;
        touched_[static_cast<std::size_t>(wires_[static_cast<std::size_t>(wire)].to)] = 1;
    }
}

void DesignLayout::followStructure(const model::Design& design) {
    for (const auto& before : design_.components()) {
        const auto after = design.components().find(before->id);
        if (!after || cardRect(*after) != cardRect(*before)) {
            disturb(cardRect(*before));
        }
    }
    boxes_.clear();
    for (std::size_t card = 0; card < design.components().size(); ++card) {
        const model::Component& now = design.components()[card];
        const auto before = design_.components().find(now.id);
        boxes_.insert(static_cast<int>(card), cardRect(now));
        if (!before || cardRect(*before) != cardRect(now)) {
            disturb(cardRect(now));
        }
    }
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        if (!design.connections().contains(design_.connections()[i].id)) {
            vacated_.push_back(layout::bounds(routes_[i].points));
        }
    }
    std::vector<Wire> wires(design.connections().size());
    std::vector<Route> routes(wires.size());
    wiresAt_.assign(design.components().size(), {});
    for (std::size_t i = 0; i < wires.size(); ++i) {
        const model::Connection& now = design.connections()[i];
        const auto before = design_.connections().find(now.id);
        if (before) {
            const std::size_t old = design_.connections().positionOf(now.id);
            wires[i] = std::move(wires_[old]);
            wires[i].stale = !(*before == now);
            routes[i] = std::move(routes_[old]);
        }
        wires[i].from = static_cast<int>(design.components().positionOf(now.from));
        wires[i].to = static_cast<int>(design.components().positionOf(now.to));
        wiresAt_[static_cast<std::size_t>(wires[i].from)].push_back(static_cast<int>(i));
        if (wires[i].from != wires[i].to) {
            wiresAt_[static_cast<std::size_t>(wires[i].to)].push_back(static_cast<int>(i));
        }
    }
    wires_ = std::move(wires);
    routes_ = std::move(routes);
    std::fill(touched_.begin(), touched_.end(), 1);
}

void DesignLayout::placePorts(const model::Design& design) {
    std::vector<int> concerned;
    for (std::size_t card = 0; card < touched_.size(); ++card) {
        if (touched_[card] != 0) {
            concerned.insert(concerned.end(), wiresAt_[card].begin(), wiresAt_[card].end());
        }
    }
    for (const int number : concerned) {
        Wire& wire = wires_[static_cast<std::size_t>(number)];
        wire.sides = sidesOf(design.connections()[static_cast<std::size_t>(number)], boxes_.rect(wire.from),
                             boxes_.rect(wire.to));
    }
    for (std::size_t card = 0; card < touched_.size(); ++card) {
        if (touched_[card] != 0) {
            spreadAt(static_cast<int>(card));
        }
    }
    for (const int number : concerned) {
        align(wires_[static_cast<std::size_t>(number)]);
    }
}

void DesignLayout::spreadAt(int card) {
    std::array<std::vector<End>, 4> ends;
    const auto add = [&](int number, bool outgoing, Side side, int other) {
        const Point towards = center(boxes_.rect(other));
        ends[static_cast<std::size_t>(side)].push_back(
            {number, outgoing, isHorizontal(side) ? towards.y : towards.x});
    };
    for (const int number : wiresAt_[static_cast<std::size_t>(card)]) {
        const Wire& wire = wires_[static_cast<std::size_t>(number)];
        if (wire.from == card) {
            add(number, true, wire.sides.from, wire.to);
        }
        if (wire.to == card) {
            add(number, false, wire.sides.to, wire.from);
        }
    }
    for (const Side side : allSides) {
        const std::vector<End>& here = ends[static_cast<std::size_t>(side)];
        if (here.empty()) {
            continue;
        }
        const std::vector<Point> points = spreadPorts(boxes_.rect(card), side, here);
        for (std::size_t i = 0; i < here.size(); ++i) {
            Wire& wire = wires_[static_cast<std::size_t>(here[i].connection)];
            wire.berths[here[i].outgoing ? 0 : 1] = {{points[i], side}, here.size() == 1};
        }
    }
}

void DesignLayout::align(Wire& wire) {
    Port start = wire.berths[0].port;
    Port end = wire.berths[1].port;
    if (opposite(start.side, end.side)) {
        if (wire.berths[1].alone) {
            level(end, start);
        } else if (wire.berths[0].alone) {
            level(start, end);
        }
    }
    if (start != wire.start || end != wire.end) {
        wire.start = start;
        wire.end = end;
        wire.stale = true;
    }
}

void DesignLayout::markDisturbed() {
    if (disturbed_.empty()) {
        return;
    }
    for (Wire& wire : wires_) {
        wire.stale = wire.stale || disturbed_.size() > manyDisturbed ||
                     std::any_of(disturbed_.begin(), disturbed_.end(),
                                 [&](const Rect& area) { return intersects(area, wire.path.reach); });
    }
}

void DesignLayout::search(const model::Design& design) {
    for (std::size_t i = 0; i < wires_.size(); ++i) {
        Wire& wire = wires_[i];
        if (wire.stale) {
            const std::vector<Point> byHand = pointsByHand(design.connections()[i]);
            wire.path = byHand.empty() ? findPath(boxes_, wire.start, wire.end)
                                       : pathThrough(wire.start, byHand, wire.end);
            wire.stale = false;
        }
    }
}

void DesignLayout::finish() {
    std::vector<std::vector<Point>> ways(wires_.size());
    std::vector<std::vector<Point>*> movable(wires_.size());
    for (std::size_t i = 0; i < wires_.size(); ++i) {
        ways[i] = wires_[i].path.points;
        movable[i] = design_.connections()[i].params.contains("points") ? nullptr : &ways[i];
    }
    nudge(movable, boxes_);
    std::vector<Rect> areas = std::move(vacated_);
    vacated_.clear();
    for (std::size_t i = 0; i < ways.size(); ++i) {
        Route& route = routes_[i];
        if (route.points != ways[i]) {
            if (!route.points.empty()) {
                areas.push_back(layout::bounds(route.points));
            }
            areas.push_back(layout::bounds(ways[i]));
            changed_.push_back(i);
            route.points = std::move(ways[i]);
        }
        route.fromSide = wires_[i].start.side;
        route.toSide = wires_[i].end.side;
    }
    // Hops may appear or vanish on whatever a changed line meets.
    std::vector<std::size_t> concerned;
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        const Rect area = layout::bounds(routes_[i].points);
        if (areas.size() > manyDisturbed ||
            std::any_of(areas.begin(), areas.end(), [&](const Rect& a) { return intersects(a, area); })) {
            concerned.push_back(i);
        }
    }
    findHops(routes_, concerned);
}

const Route* DesignLayout::route(std::string_view connection) const {
    if (!design_.connections().contains(connection)) {
        return nullptr;
    }
    return &routes_[design_.connections().positionOf(connection)];
}

Rect DesignLayout::bounds() const {
    std::vector<Rect> all;
    for (const auto& component : design_.components()) {
        all.push_back(cardRect(*component));
    }
    for (const Route& route : routes_) {
        all.push_back(layout::bounds(route.points));
    }
    for (const auto& group : design_.groups()) {
        all.push_back(group->frame);
    }
    for (const auto& note : design_.notes()) {
        all.push_back(note->frame);
    }
    Rect sum = all.empty() ? Rect{} : all.front();
    for (const Rect& rect : all) {
        sum = united(sum, rect);
    }
    return sum;
}

}  // namespace headroom::layout
