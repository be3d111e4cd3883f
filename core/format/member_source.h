#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/format/reading.h"
#include "core/json/value.h"

namespace headroom::format {

/// Takes the members that are known out of one object of a design; what nobody asked for is `extra`.
class MemberSource {
  public:
    MemberSource(Reading& reading, const json::Object& object, std::string where)
        : reading_(reading), object_(object), where_(std::move(where)) {}

    [[nodiscard]] const std::string& where() const { return where_; }
    /// Once the id is known, places are named by it.
    void setWhere(std::string where) { where_ = std::move(where); }

    /// A text that may be absent, of at most `most` characters.
    std::string text(std::string_view name, std::size_t most);
    /// A valid id that must be there; `what` says whose, for messages.
    std::string id(std::string_view name, std::string_view what);
    /// An id, null or nothing.
    std::optional<Id> optionalId(std::string_view name, std::string_view what);
    /// A number from `low` to `high`, `fallback` where absent.
    double number(std::string_view name, double low, double high, double fallback = 0);
    /// An empty one where absent.
    const json::Object& object(std::string_view name);
    const json::Array& array(std::string_view name);
    /// The member, or nullptr after a failure that it is missing.
    const json::Value* required(std::string_view name, std::string_view expected);
    const json::Value* any(std::string_view name);

    /// The members that were not asked for.
    [[nodiscard]] json::Object extra() const;
    /// The members that were.
    [[nodiscard]] const std::vector<std::string>& asked() const { return asked_; }

  private:
    Reading& reading_;
    const json::Object& object_;
    std::string where_;
    std::vector<std::string> asked_;
};

constexpr std::string_view idRule = "1 to 64 of a-z, 0-9, _ and -";

}  // namespace headroom::format
