#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace headroom {

/// The stable name of a component, connection, group, note or workload: 1 to 64 of [a-z0-9_-].
/// Ids cross module borders; pointers to records do not.
using Id = std::string;

bool isValidId(std::string_view text);

/// The first of `<stem>-1`, `<stem>-2`, ... that `taken` denies. A stem that is too long or has
/// other characters is shortened and cleaned.
Id freshId(std::string_view stem, const std::function<bool(std::string_view)>& taken);

}  // namespace headroom
