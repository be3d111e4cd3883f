#include "core/edit/membership.h"

#include "core/edit/edits.h"
#include "core/edit/support.h"

namespace headroom::edit {

namespace {

bool liesWithin(const model::Design& design, std::optional<Id> group, const Id& ancestor) {
    while (group) {
        if (*group == ancestor) {
            return true;
        }
        const auto record = design.groups().find(*group);
        group = record ? record->parent : std::nullopt;
    }
    return false;
}

/// Where a component or frame lies; nullopt for other records.
std::optional<model::Rect> placeOf(const model::Design& design, const Id& id) {
    if (const auto component = design.components().find(id)) {
        return frameOf(*component);
    }
    const auto group = design.groups().find(id);
    return group ? std::optional(group->frame) : std::nullopt;
}

/// Whether the middle of `rect` lies in `frame`, its border included.
bool hasMiddleOf(const model::Rect& frame, const model::Rect& rect) {
    const double x = rect.x + rect.w / 2;
    const double y = rect.y + rect.h / 2;
    return x >= frame.x && x <= frame.x + frame.w && y >= frame.y && y <= frame.y + frame.h;
}

}  // namespace

std::optional<Id> frameAround(const model::Design& design, const model::Rect& rect, const Id& except) {
    const model::Group* smallest = nullptr;
    for (const auto& group : design.groups()) {
        const bool counts = except.empty() || !liesWithin(design, group->id, except);
        const double area = group->frame.w * group->frame.h;
        const bool around = area > rect.w * rect.h && hasMiddleOf(group->frame, rect);
        if (counts && around && (smallest == nullptr || area < smallest->frame.w * smallest->frame.h)) {
            smallest = group.get();
        }
    }
    return smallest == nullptr ? std::nullopt : std::optional(smallest->id);
}

Result<> followFrames(model::Transaction& transaction, const model::Design& before,
                      const std::vector<Id>& moved) {
    for (const Id& id : moved) {
        const auto from = placeOf(before, id);
        const auto to = placeOf(transaction.design(), id);
        if (!to) {
            continue;
        }
        const auto left = from ? frameAround(before, *from, id) : std::nullopt;
        const auto entered = frameAround(transaction.design(), *to, id);
        if (left == entered) {
            continue;
        }
        if (Result<> done = setGroup(transaction, id, entered); !done) {
            return done;
        }
    }
    return {};
}

Result<> joinFrame(model::Transaction& transaction, const Id& component) {
    const auto record = transaction.design().components().find(component);
    const auto frame = frameAround(transaction.design(), frameOf(*record));
    return frame ? setGroup(transaction, component, frame) : Result<>();
}

Result<> followResized(model::Transaction& transaction, const model::Design& before, const Id& frame) {
    // The frame itself first: it may come to lie around the one that it was in.
    std::vector<Id> all{frame};
    for (const auto& group : transaction.design().groups()) {
        if (group->id != frame) {
            all.push_back(group->id);
        }
    }
    for (const auto& component : transaction.design().components()) {
        all.push_back(component->id);
    }
    return followFrames(transaction, before, all);
}

}  // namespace headroom::edit
