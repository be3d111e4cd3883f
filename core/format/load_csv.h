#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/catalog/catalog.h"
#include "core/json/value.h"

namespace headroom::format {

/// A recorded load curve: lines of `at_s,factor`, each later than the one before, with or without these two
/// words as the first line; empty lines count for nothing. At most 100 000 points. The answer is the value of
/// a scenario's `load`, in the ranges that the catalogue declares for it. Errors: the line (in
/// Diagnostic::where), what was found and what was expected.
Result<json::Array> readLoadCsv(std::string_view text, const catalog::Catalog& catalog);

}  // namespace headroom::format
