#pragma once

#include <vector>

#include "core/base/ids.h"
#include "core/model/design.h"

namespace headroom::cli {

/// The components in the order in which requests pass them: callers before callees where there is no cycle,
/// the order of the file where that leaves a choice. Components that nothing reaches come last.
std::vector<Id> flowOrder(const model::Design& design);

}  // namespace headroom::cli
