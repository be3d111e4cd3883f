#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/cases/case.h"
#include "core/format/member_source.h"

namespace headroom::cases {

/// The members of one object of a case. Failures go to `reading`; what is answered then means nothing.
class Members {
  public:
    using Names = std::set<std::string, std::less<>>;

    /// `value` has to be an object; `what` names it in messages.
    Members(format::Reading& reading, const json::Value& value, std::string where, std::string_view what);

    format::MemberSource& source() { return source_; }
    [[nodiscard]] const std::string& where() const { return source_.where(); }

    /// A text that must be there and not be empty.
    std::string title(std::string_view name);
    /// A text, or a list of texts that are paragraphs. Its placeholders must be readable and name numbers
    /// that are there.
    std::string prose(std::string_view name, const Names& names);
    /// A list of at most `most` items.
    const json::Array& list(std::string_view name, std::size_t most);
    /// What `name` reads: a pointer or an expression over `names`.
    Source valueOf(std::string_view name, const Names& names);
    std::optional<Unit> unit();
    /// Exactly one of between, above, below, at_least, at_most, is.
    Comparison comparison();
    /// Refuses members that nobody asked for.
    void end();

    void fail(std::string_view code, const std::string& where, MessageArguments arguments);
    /// Puts `problem` at `where`, where it has no place of its own.
    void fail(Diagnostic problem, const std::string& where);

  private:
    void checkSource(const Source& source, const Names& names, const std::string& where);
    double bound(const json::Value& value, const std::string& where);
    Comparison range(const json::Value& value, const std::string& where);

    format::Reading& reading_;
    const json::Object& object_;
    format::MemberSource source_;
    std::string what_;
};

/// The most characters of a text, and of a title.
constexpr std::size_t longestText = 100000;
constexpr std::size_t longestTitle = 256;

}  // namespace headroom::cases
