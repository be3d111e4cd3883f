#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/model/design.h"

namespace headroom::edit {

/// The ids that the records of a fragment get in a design: their own where they are free. Keeps references to
/// both, which must outlive it. Not for other folders.
class NewNames {
  public:
    NewNames(const model::Design& target, const model::Design& fragment);

    /// The new id of a record of the fragment.
    [[nodiscard]] const Id& of(const Id& old) const { return names_.at(old); }

    /// The new name of what a parameter names; outside the fragment what the target has, else nothing.
    [[nodiscard]] std::optional<std::string> renamed(std::string_view table, std::string_view name) const;

    /// The same for the group that a record lies in.
    [[nodiscard]] std::optional<Id> group(const std::optional<Id>& old) const;

  private:
    template <class T, class Stem>
    void takeAll(const model::Table<T>& table, Stem stem);

    Id fresh(const std::string& stem);

    const model::Design& target_;
    const model::Design& fragment_;
    std::unordered_map<Id, Id> names_;
    std::map<std::string, std::size_t> counts_;
};

}  // namespace headroom::edit
