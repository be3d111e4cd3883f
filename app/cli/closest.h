#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headroom::cli {

/// The candidate that `typed` was most likely meant to be, or an empty text where none is near. Near is at
/// most a third of the letters inserted, deleted, replaced (Levenshtein 1966) or swapped.
std::string closest(std::string_view typed, const std::vector<std::string>& candidates);

}  // namespace headroom::cli
