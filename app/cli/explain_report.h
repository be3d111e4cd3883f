#pragma once

#include <string>
#include <vector>

#include "core/engine/passes/what_if.h"
#include "core/results/explanation.h"

namespace headroom::cli {

/// Latency figures taken apart, for a person to read: the sum of each part, then every share with its formula
/// and inputs.
std::string explainReport(const std::vector<results::Explanation>& explanations);

/// What is left when each thing dies, a line for each.
std::string whatIfReport(const std::vector<engine::WhatIf>& answers);

}  // namespace headroom::cli
