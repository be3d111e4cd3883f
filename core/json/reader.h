#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/json/value.h"

namespace headroom::json {

/// What a text from a stranger may cost.
struct Limits {
    std::size_t maxBytes = 64 * 1024 * 1024;
    int maxDepth = 64;
};

/// Reads one JSON document (RFC 8259): well-formed UTF-8, no duplicate keys, numbers within a
/// double, nothing behind the document; a byte order mark before it is skipped. Diagnostic::where is
/// "line L, column C" (1-based, in bytes) where the text is no JSON, and a pointer where the JSON breaks a
/// limit.
Result<Value> parse(std::string_view text, const Limits& limits = {});

/// Reads a whole file and parses it. Diagnostic::where then starts with nothing: callers add the file.
Result<Value> parseFile(const std::string& path, const Limits& limits = {});

/// The bytes of a regular file of at most `maxBytes`; "-" is standard input.
Result<std::string> readFile(const std::string& path, std::size_t maxBytes = Limits{}.maxBytes);

}  // namespace headroom::json
