#pragma once

#include <cstddef>

/// How large things are and how large they may get, for whoever places them and whoever reads them from a
/// file.
namespace headroom::model {

/// A component's card, in scene units, where its record says nothing else.
constexpr double cardWidth = 176;
constexpr double cardHeight = 72;

/// A component that may have another size is at least this large in each direction.
constexpr double smallestCard = 16;

/// Positions and sizes reach this far from the origin.
constexpr double farthest = 1e9;

/// The most characters of names and labels, and of a note.
constexpr std::size_t longestLabel = 256;
constexpr std::size_t longestNote = 100000;

}  // namespace headroom::model
