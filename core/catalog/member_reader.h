#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/json/value.h"

namespace headroom::catalog {

/// Reads the members of one object of a resource file. Keeps the first problem, so that a reader can ask for
/// all it wants and look once; a member that nobody asked for is a problem too, since it is most likely
/// misspelt.
class MemberReader {
  public:
    MemberReader(const json::Object& object, std::string where) : object_(object), where_(std::move(where)) {}

    std::string text(std::string_view name, std::string_view fallback = {});
    std::string requiredText(std::string_view name);
    double number(std::string_view name, double fallback);
    int integer(std::string_view name, int fallback);
    bool boolean(std::string_view name, bool fallback);
    std::vector<std::string> texts(std::string_view name);
    /// nullptr where there is none.
    const json::Value* any(std::string_view name);
    /// An empty one where there is none.
    const json::Object& object(std::string_view name);
    const json::Array& array(std::string_view name);
    bool has(std::string_view name) { return any(name) != nullptr; }

    void fail(Diagnostic problem);
    [[nodiscard]] const std::string& where() const { return where_; }

    /// The first problem, if there was one.
    Result<> finish();

  private:
    void expected(std::string_view name, const json::Value& found, std::string_view what);

    const json::Object& object_;
    std::string where_;
    std::vector<std::string> asked_;
    std::optional<Diagnostic> problem_;
};

/// "a, b and c".
std::string listed(const std::vector<std::string>& names);

}  // namespace headroom::catalog
