#pragma once

#include <string>
#include <vector>

#include "core/results/explanation.h"

namespace headroom::cli {

/// Latency figures taken apart, for a person to read: the sum of each part, then every share with its formula
/// and inputs.
std::string explainReport(const std::vector<results::Explanation>& explanations);

}  // namespace headroom::cli
