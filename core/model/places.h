#pragma once

#include <vector>

#include "core/model/design.h"

namespace headroom::model {

/// The group of a component and all that hold it, innermost first; empty where it lies in none.
std::vector<Table<Group>::Pointer> groupsAround(const Design& design, const Component& component);

}  // namespace headroom::model
