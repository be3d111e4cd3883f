#pragma once

#include <string_view>
#include <vector>

#include "core/results/results.h"

namespace headroom::engine::solver {

/// What the solver says beside its numbers; the codes and their wording are in findings.cpp.
results::Finding finding(std::string_view code, Severity severity, std::vector<Id> where,
                         MessageArguments arguments = {});

}  // namespace headroom::engine::solver
