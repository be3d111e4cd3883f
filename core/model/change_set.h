#pragma once

#include <memory>
#include <set>
#include <vector>

#include "core/model/design.h"

namespace headroom::model {

/// One record before and after; an absent side says that it came or went. `position` is its place in the
/// table.
template <class T>
struct Change {
    std::shared_ptr<const T> before;
    std::shared_ptr<const T> after;
    std::size_t position = 0;

    [[nodiscard]] const Id& id() const { return after ? after->id : before->id; }
    /// False where only label or place differ.
    [[nodiscard]] bool meansSomething() const { return !before || !after || !sameMeaning(*before, *after); }
};

/// What a transaction did, in order, record by record: the one description of a change, from which undo,
/// the solver, repainting and recording take what they need.
class ChangeSet {
  public:
    [[nodiscard]] bool empty() const;

    /// False where nothing differs that the engine reads, so that nothing has to be solved again.
    [[nodiscard]] bool affectsEngine() const;

    /// Ids of all components and connections, groups and notes that came, went or changed.
    [[nodiscard]] std::set<Id> touched() const;

    [[nodiscard]] ChangeSet inverted() const;

    /// Adds what was done later. Repeated changes of one record become one.
    void append(const ChangeSet& later);

    [[nodiscard]] const std::vector<Change<Component>>& components() const { return components_; }
    [[nodiscard]] const std::vector<Change<Connection>>& connections() const { return connections_; }
    [[nodiscard]] const std::vector<Change<Group>>& groups() const { return groups_; }
    [[nodiscard]] const std::vector<Change<Note>>& notes() const { return notes_; }
    [[nodiscard]] const std::shared_ptr<const Document>& documentBefore() const { return documentBefore_; }
    [[nodiscard]] const std::shared_ptr<const Document>& documentAfter() const { return documentAfter_; }

  private:
    friend class DesignEditor;
    friend class Transaction;

    template <class T>
    std::vector<Change<T>>& list();

    std::vector<Change<Component>> components_;
    std::vector<Change<Connection>> connections_;
    std::vector<Change<Group>> groups_;
    std::vector<Change<Note>> notes_;
    std::shared_ptr<const Document> documentBefore_;
    std::shared_ptr<const Document> documentAfter_;
};

template <>
std::vector<Change<Component>>& ChangeSet::list();
template <>
std::vector<Change<Connection>>& ChangeSet::list();
template <>
std::vector<Change<Group>>& ChangeSet::list();
template <>
std::vector<Change<Note>>& ChangeSet::list();

/// `design` with `changes` done to it. They must have been made from a design that is equal to it.
Design apply(Design design, const ChangeSet& changes);

}  // namespace headroom::model
