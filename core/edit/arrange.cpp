#include <algorithm>
#include <cmath>
#include <set>

#include "core/edit/edits.h"
#include "core/edit/support.h"

namespace headroom::edit {

namespace {

struct Placed {
    Id id;
    model::Rect frame;
};

std::optional<model::Rect> placeOf(const model::Design& design, const Id& id) {
    if (const auto component = design.components().find(id)) {
        return frameOf(*component);
    }
    if (const auto group = design.groups().find(id)) {
        return group->frame;
    }
    const auto note = design.notes().find(id);
    return note ? std::optional(note->frame) : std::nullopt;
}

/// What is moved as one: chosen records that lie in no other chosen frame. Connections have no place of their
/// own.
Result<std::vector<Placed>> chosen(const model::Design& design, const std::vector<Id>& records,
                                   std::size_t least) {
    std::set<Id> inner;
    for (const Id& id : records) {
        std::set<Id> members = withMembers(design, {id});
        members.erase(id);
        inner.merge(members);
    }
    std::vector<Placed> out;
    for (const Id& id : std::set<Id>(records.begin(), records.end())) {
        if (!design.hasId(id)) {
            return refuse("no-record", "", {{"id", printable(id, 80)}});
        }
        const auto frame = placeOf(design, id);
        if (frame && !inner.contains(id)) {
            out.push_back({id, *frame});
        }
    }
    if (out.size() < least) {
        return refuse("too-few", "", {{"least", std::to_string(least)}});
    }
    return out;
}

model::Rect extentOf(const std::vector<Placed>& placed) {
    model::Rect out = placed.front().frame;
    for (const Placed& one : placed) {
        out = united(out, one.frame);
    }
    return out;
}

/// How far to move `frame` along one axis so that its `edge` is that of `whole`; nullopt for other words.
std::optional<model::Point> way(const std::string& edge, const model::Rect& frame, const model::Rect& whole) {
    const double spareX = whole.w - frame.w;
    const double spareY = whole.h - frame.h;
    const double toLeft = whole.x - frame.x;
    const double toTop = whole.y - frame.y;
    if (edge == "left" || edge == "center" || edge == "right") {
        const double share = edge == "left" ? 0 : (edge == "center" ? 0.5 : 1);
        return model::Point{toLeft + std::round(spareX * share), 0};
    }
    if (edge == "top" || edge == "middle" || edge == "bottom") {
        const double share = edge == "top" ? 0 : (edge == "middle" ? 0.5 : 1);
        return model::Point{0, toTop + std::round(spareY * share)};
    }
    return std::nullopt;
}

/// A frame takes along what lies within it.
Result<> moveWhole(Transaction& transaction, const Id& id, double dx, double dy) {
    const std::set<Id> members = withMembers(transaction.design(), {id});
    return moveBy(transaction, {members.begin(), members.end()}, dx, dy);
}

template <class T>
void moveToEnd(Transaction& transaction, const std::set<Id>& ids) {
    const model::Table<T> before = transaction.design().template table<T>();
    for (const auto& record : before) {
        if (ids.contains(record->id)) {
            transaction.move<T>(record->id, before.size() - 1);
        }
    }
}

/// The groups that components and frames lie in; notes lie in none.
std::set<std::optional<Id>> parentsOf(const model::Design& design, const std::vector<Placed>& placed) {
    std::set<std::optional<Id>> out;
    for (const Placed& one : placed) {
        if (const auto component = design.components().find(one.id)) {
            out.insert(component->group);
        } else if (const auto group = design.groups().find(one.id)) {
            out.insert(group->parent);
        }
    }
    return out;
}

}  // namespace

Result<> align(Transaction& transaction, const std::vector<Id>& records, const std::string& edge) {
    const auto placed = chosen(transaction.design(), records, 2);
    if (!placed) {
        return failure(placed.error());
    }
    const model::Rect whole = extentOf(*placed);
    for (const Placed& one : *placed) {
        const auto by = way(edge, one.frame, whole);
        if (!by) {
            return refuse("no-edge", "", {{"edge", printable(edge, 40)}});
        }
        if (const auto done = moveWhole(transaction, one.id, by->x, by->y); !done) {
            return done;
        }
    }
    return {};
}

Result<> distribute(Transaction& transaction, const std::vector<Id>& records, const std::string& axis) {
    if (axis != "horizontal" && axis != "vertical") {
        return refuse("no-axis", "", {{"axis", printable(axis, 40)}});
    }
    auto placed = chosen(transaction.design(), records, 3);
    if (!placed) {
        return failure(placed.error());
    }
    const bool across = axis == "horizontal";
    const auto start = [across](const Placed& one) { return across ? one.frame.x : one.frame.y; };
    const auto size = [across](const Placed& one) { return across ? one.frame.w : one.frame.h; };
    std::stable_sort(placed->begin(), placed->end(), [&](const Placed& a, const Placed& b) {
        return start(a) + size(a) / 2 < start(b) + size(b) / 2;
    });
    double taken = 0;
    for (const Placed& one : *placed) {
        taken += size(one);
    }
    // The first and the last stay; the gaps between become one.
    const double span = start(placed->back()) + size(placed->back()) - start(placed->front());
    const double gap = (span - taken) / static_cast<double>(placed->size() - 1);
    double next = start(placed->front());
    for (const Placed& one : *placed) {
        const double by = &one == &placed->back() ? 0 : std::round(next) - start(one);
        next += size(one) + gap;
        const auto done = moveWhole(transaction, one.id, across ? by : 0, across ? 0 : by);
        if (!done) {
            return done;
        }
    }
    return {};
}

Result<> bringToFront(Transaction& transaction, const std::vector<Id>& records) {
    for (const Id& id : records) {
        if (!transaction.design().hasId(id)) {
            return refuse("no-record", "", {{"id", printable(id, 80)}});
        }
    }
    const std::set<Id> ids = withMembers(transaction.design(), records);
    moveToEnd<model::Group>(transaction, ids);
    moveToEnd<model::Component>(transaction, ids);
    moveToEnd<model::Note>(transaction, ids);
    return {};
}

Result<Id> wrapInGroup(Transaction& transaction, const Catalog& catalog, const std::vector<Id>& records,
                       const std::string& kind) {
    const auto placed = chosen(transaction.design(), records, 1);
    if (!placed) {
        return failure(placed.error());
    }
    // Room for the edge, and above it for the title's tab.
    constexpr double edge = 24;
    constexpr double title = 40;
    const model::Rect extent = extentOf(*placed);
    const model::Rect frame{extent.x - edge, extent.y - title, extent.w + 2 * edge, extent.h + edge + title};
    auto group = addGroup(transaction, catalog, kind, frame);
    if (!group) {
        return group;
    }
    // The new frame lies where all of them lay.
    const std::set<std::optional<Id>> parents = parentsOf(transaction.design(), *placed);
    const auto parent = parents.size() == 1 ? *parents.begin() : std::nullopt;
    if (const auto done = setGroup(transaction, *group, parent); !done) {
        return failure(done.error());
    }
    for (const Placed& one : *placed) {
        const bool isNote = transaction.design().notes().contains(one.id);
        const auto done = isNote ? Result<>() : setGroup(transaction, one.id, *group);
        if (!done) {
            return failure(done.error());
        }
    }
    return group;
}

}  // namespace headroom::edit
