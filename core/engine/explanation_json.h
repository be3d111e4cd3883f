#pragma once

#include <vector>

#include "core/engine/passes/what_if.h"
#include "core/json/value.h"
#include "core/results/explanation.h"

namespace headroom::engine {

/// What was explained as it leaves the program: a list of figures, each with its mean, the sum of each part
/// and every share with its formula and inputs.
json::Value explanationsJson(const std::vector<results::Explanation>& explanations);

/// What is left when things die, as a list.
json::Value whatIfsJson(const std::vector<WhatIf>& answers);

}  // namespace headroom::engine
