#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/json/value.h"

namespace headroom::json {

/// A JSON Pointer (RFC 6901) in which members of a list whose items carry an `id` are addressed by
/// that id: /components/web/params/instances. A number as the index of such a list is refused,
/// since it would name another thing after the next edit.
class Pointer {
  public:
    Pointer() = default;
    static Result<Pointer> parse(std::string_view text);

    [[nodiscard]] Pointer operator/(std::string_view step) const;
    [[nodiscard]] const std::vector<std::string>& steps() const { return steps_; }
    [[nodiscard]] std::string text() const;

  private:
    std::vector<std::string> steps_;
};

/// What `pointer` names in `root`; a diagnostic that says at which step the way ends.
Result<const Value*> resolve(const Value& root, const Pointer& pointer);

/// Replaces what `pointer` names; the last step may be a new key of an object.
Result<> assign(Value& root, const Pointer& pointer, Value value);

}  // namespace headroom::json
