#pragma once

#include <string>
#include <vector>

#include "core/results/trace.h"

namespace headroom::cli {

/// Requests as waterfalls for a person: a line for each span, indented by its depth, with a bar from its
/// beginning to its end. Empty where there are none.
std::string traceReport(const std::vector<results::Trace>& traces);

}  // namespace headroom::cli
