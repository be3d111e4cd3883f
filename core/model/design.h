#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/records.h"
#include "core/model/table.h"

namespace headroom::model {

/// The document as a value. Copies are cheap (records are shared and immutable) and independent; only a
/// Transaction or the loader makes a new one.
class Design {
  public:
    Design();

    [[nodiscard]] const Table<Component>& components() const { return components_; }
    [[nodiscard]] const Table<Connection>& connections() const { return connections_; }
    [[nodiscard]] const Table<Group>& groups() const { return groups_; }
    [[nodiscard]] const Table<Note>& notes() const { return notes_; }
    [[nodiscard]] const Document& document() const { return *document_; }

    /// True for any id of a component, connection, group or note.
    [[nodiscard]] bool hasId(std::string_view id) const;

    template <class T>
    [[nodiscard]] const Table<T>& table() const;

    friend bool operator==(const Design& a, const Design& b);

  private:
    friend class DesignEditor;

    Table<Component> components_;
    Table<Connection> connections_;
    Table<Group> groups_;
    Table<Note> notes_;
    std::shared_ptr<const Document> document_;
};

template <>
inline const Table<Component>& Design::table<Component>() const {
    return components_;
}
template <>
inline const Table<Connection>& Design::table<Connection>() const {
    return connections_;
}
template <>
inline const Table<Group>& Design::table<Group>() const {
    return groups_;
}
template <>
inline const Table<Note>& Design::table<Note>() const {
    return notes_;
}

/// What is wrong with the references of a design; empty where all is well. Ids are valid and unique over
/// the document, ends of connections and groups exist, groups form no cycle, workload ids are unique within
/// their source, places are finite. `where` is a pointer by id.
std::vector<Diagnostic> checkInvariants(const Design& design);

}  // namespace headroom::model
