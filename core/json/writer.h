#pragma once

#include <string>

#include "core/json/value.h"

namespace headroom::json {

/// The canonical text: two spaces, members in their order, shortest numbers that read back the
/// same, UTF-8 kept as it is, a newline at the end. Values that are not finite are written as null.
std::string write(const Value& value);

/// The same on one line, without spaces or the newline; for messages, keys and pipes.
std::string writeCompact(const Value& value);

/// What a message calls this value: "an object", "a list", else the value itself, shortened.
std::string describe(const Value& value);

}  // namespace headroom::json
