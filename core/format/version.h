#pragma once

#include <string_view>

namespace headroom::format {

inline constexpr std::string_view formatName = "headroom.design";
/// A newer version is refused; a newer minor version opens, and what is new in it is kept.
inline constexpr int version = 1;
inline constexpr int minorVersion = 0;
/// Versions and revisions of defaults count up to here.
inline constexpr double highestRevision = 1e6;

}  // namespace headroom::format
