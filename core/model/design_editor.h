#pragma once

#include "core/model/change_set.h"

namespace headroom::model {

/// The only writer of a Design's tables; used by Transaction and by apply(). Not for other folders.
class DesignEditor {
  public:
    explicit DesignEditor(Design design) : design_(std::move(design)) {}

    [[nodiscard]] const Design& design() const { return design_; }
    Design take() { return std::move(design_); }

    template <class T>
    void apply(const Change<T>& change) {
        Table<T>& records = table<T>();
        if (!change.before) {
            records.insert(change.position, change.after);
        } else if (!change.after) {
            records.erase(change.position);
        } else {
            records.replace(change.position, change.after);
        }
    }

    void setDocument(std::shared_ptr<const Document> document) { design_.document_ = std::move(document); }

    void apply(const ChangeSet& changes) {
        applyAll(changes.components_);
        applyAll(changes.connections_);
        applyAll(changes.groups_);
        applyAll(changes.notes_);
        if (changes.documentAfter_) {
            setDocument(changes.documentAfter_);
        }
    }

  private:
    template <class T>
    void applyAll(const std::vector<Change<T>>& changes) {
        for (const Change<T>& change : changes) {
            apply(change);
        }
    }

    template <class T>
    Table<T>& table() {
        return const_cast<Table<T>&>(design_.table<T>());  // the design is this editor's own
    }

    Design design_;
};

}  // namespace headroom::model
