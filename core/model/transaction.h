#pragma once

#include <algorithm>
#include <memory>

#include "core/model/change_set.h"
#include "core/model/design_editor.h"

namespace headroom::model {

/// Changes in the making. Everything that changes a design goes through one of these; it yields the new
/// design and a ChangeSet. A transaction that is not committed leaves no trace.
class Transaction {
  public:
    explicit Transaction(Design base) : editor_(std::move(base)) {}

    /// The design with all that has been put and erased so far.
    [[nodiscard]] const Design& design() const { return editor_.design(); }

    /// Adds a record at the end, or replaces the one of this id in its place.
    /// A replacement that changes nothing leaves no change.
    template <class T>
    void put(T record) {
        const Table<T>& records = design().template table<T>();
        const auto before = records.find(record.id);
        if (before && *before == record) {
            return;
        }
        const std::size_t position = before ? records.positionOf(record.id) : records.size();
        perform(Change<T>{before, std::make_shared<const T>(std::move(record)), position});
    }

    /// Removes the record of this id, if there is one.
    template <class T>
    void erase(const Id& id) {
        const Table<T>& records = design().template table<T>();
        if (const auto before = records.find(id)) {
            perform(Change<T>{before, nullptr, records.positionOf(id)});
        }
    }

    /// Moves a record to another place of its table, which is its place in the order of drawing and, for
    /// connections, of calls.
    template <class T>
    void move(const Id& id, std::size_t position) {
        const auto record = design().template table<T>().find(id);
        if (record && design().template table<T>().positionOf(id) != position) {
            erase<T>(id);
            perform(Change<T>{nullptr, record, std::min(position, design().template table<T>().size())});
        }
    }

    void setDocument(Document document);

    /// What was done so far.
    [[nodiscard]] const ChangeSet& changes() const { return changes_; }

  private:
    template <class T>
    void perform(Change<T> change) {
        editor_.apply(change);
        ChangeSet one;
        one.list<T>().push_back(std::move(change));
        changes_.append(one);
    }

    DesignEditor editor_;
    ChangeSet changes_;
};

}  // namespace headroom::model
