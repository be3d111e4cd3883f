#include "core/model/change_set.h"

#include <algorithm>
#include <cassert>

#include "core/model/design_editor.h"

namespace headroom::model {

namespace {

template <class T>
std::vector<Change<T>> inverted(const std::vector<Change<T>>& changes) {
    std::vector<Change<T>> out;
    out.reserve(changes.size());
    for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
        out.push_back({change->after, change->before, change->position});
    }
    return out;
}

/// A replacement right after the record came or was replaced extends that change; anything else is appended.
/// Changes of other records in between do not matter as long as none of them moved this record's place.
template <class T>
void append(std::vector<Change<T>>& changes, const Change<T>& later) {
    const bool replacement = later.before && later.after;
    if (replacement) {
        for (auto earlier = changes.rbegin(); earlier != changes.rend(); ++earlier) {
            if (earlier->id() == later.id() && earlier->after) {
                earlier->after = later.after;
                return;
            }
            if (!earlier->before || !earlier->after) {
                break;
            }
        }
    }
    changes.push_back(later);
}

template <class T>
bool anyMeaning(const std::vector<Change<T>>& changes) {
    return std::any_of(changes.begin(), changes.end(),
                       [](const Change<T>& change) { return change.meansSomething(); });
}

template <class T>
void collect(std::set<Id>& out, const std::vector<Change<T>>& changes) {
    for (const Change<T>& change : changes) {
        out.insert(change.id());
    }
}

}  // namespace

bool ChangeSet::empty() const {
    return components_.empty() && connections_.empty() && groups_.empty() && notes_.empty() &&
           !documentAfter_;
}

bool ChangeSet::affectsEngine() const {
    return anyMeaning(components_) || anyMeaning(connections_) || anyMeaning(groups_) ||
           (documentAfter_ && !sameMeaning(*documentBefore_, *documentAfter_));
}

std::set<Id> ChangeSet::touched() const {
    std::set<Id> out;
    collect(out, components_);
    collect(out, connections_);
    collect(out, groups_);
    collect(out, notes_);
    return out;
}

ChangeSet ChangeSet::inverted() const {
    ChangeSet out;
    out.components_ = model::inverted(components_);
    out.connections_ = model::inverted(connections_);
    out.groups_ = model::inverted(groups_);
    out.notes_ = model::inverted(notes_);
    out.documentBefore_ = documentAfter_;
    out.documentAfter_ = documentBefore_;
    return out;
}

void ChangeSet::append(const ChangeSet& later) {
    const auto appendAll = [](auto& changes, const auto& others) {
        for (const auto& change : others) {
            model::append(changes, change);
        }
    };
    appendAll(components_, later.components_);
    appendAll(connections_, later.connections_);
    appendAll(groups_, later.groups_);
    appendAll(notes_, later.notes_);
    if (later.documentAfter_) {
        documentBefore_ = documentAfter_ ? documentBefore_ : later.documentBefore_;
        documentAfter_ = later.documentAfter_;
    }
}

template <>
std::vector<Change<Component>>& ChangeSet::list() {
    return components_;
}
template <>
std::vector<Change<Connection>>& ChangeSet::list() {
    return connections_;
}
template <>
std::vector<Change<Group>>& ChangeSet::list() {
    return groups_;
}
template <>
std::vector<Change<Note>>& ChangeSet::list() {
    return notes_;
}

Design apply(Design design, const ChangeSet& changes) {
    DesignEditor editor(std::move(design));
    editor.apply(changes);
    return editor.take();
}

}  // namespace headroom::model
