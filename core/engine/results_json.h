#pragma once

#include "core/json/value.h"
#include "core/results/results.h"

namespace headroom::engine {

/// The answer of an engine as it leaves the program: every key of docs/command-line.md is there, in that
/// order, figures are plain numbers, and what does not exist is null.
json::Value resultsJson(const results::Results& results);

/// The member "system" of it alone.
json::Value systemJson(const results::SystemResult& system);

}  // namespace headroom::engine
