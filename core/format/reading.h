#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog/catalog.h"
#include "core/json/value.h"

namespace headroom::format {

/// What the readers of one document share: the catalogue, the first problem, and what a person should know.
/// Readers go on after a problem and their result is thrown away at the end.
class Reading {
  public:
    /// `strictAt`: a pointer at which a name that means nothing is a problem, since a person has just typed
    /// it.
    explicit Reading(const catalog::Catalog& catalog, std::string strictAt = {})
        : catalog_(catalog), strictAt_(std::move(strictAt)) {}

    [[nodiscard]] const catalog::Catalog& catalog() const { return catalog_; }

    void fail(Diagnostic problem);
    void fail(std::string_view code, const std::string& where, MessageArguments arguments);
    /// "found ..., expected ...".
    void mismatch(const json::Value& found, std::string_view expected, const std::string& where);
    [[nodiscard]] bool failed() const { return problem_.has_value(); }
    [[nodiscard]] const Diagnostic& problem() const { return *problem_; }

    /// Names something that is kept without being used. The same code and name make one notice, at the first
    /// place and with the number of places: a thousand connections with one new setting are one thing to
    /// know.
    void mention(std::string_view code, const std::string& name, const std::string& where);
    void notice(std::string_view code, const std::string& where, MessageArguments arguments);
    [[nodiscard]] std::vector<Diagnostic> notices() const;

    /// Fails where a person has just typed a name nobody knows.
    void refuseIfTyped(const std::string& name, const std::string& where,
                       const std::vector<std::string>& known);

  private:
    [[nodiscard]] bool typed(const std::string& where) const {
        return !strictAt_.empty() && where == strictAt_;
    }

    struct Mention {
        std::string code;
        std::string name;
        std::string where;
        std::size_t places = 1;
    };

    const catalog::Catalog& catalog_;
    std::string strictAt_;
    std::optional<Diagnostic> problem_;
    std::vector<Mention> mentions_;
    std::vector<Diagnostic> notices_;
};

/// `where` with one more step, escaped as pointers are.
std::string below(const std::string& where, std::string_view step);

/// "1 place" or "12 places".
std::string placesText(std::size_t count);

}  // namespace headroom::format
