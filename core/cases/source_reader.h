#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/cases/case.h"

namespace headroom::cases {

/// "/pointer", "before:/pointer", "design:/pointer" or an expression. Diagnostic::where is empty.
Result<Source> readSource(std::string_view text);

/// The same with a unit behind a bar, as in {{ links * bytes | bytes }}.
Result<Source> sourceOfPlaceholder(std::string_view text);

/// What a figure of an answer or a setting of a design measures, by the words of its pointer: "p99" below
/// "latency_ms" is milliseconds.
Unit unitOfPointer(const json::Pointer& pointer);

}  // namespace headroom::cases
