#pragma once

#include <QLineF>
#include <QPointF>
#include <vector>

#include "core/layout/geometry.h"

namespace headroom::widgets {

/// Where something that is dragged comes to rest, and what it is then level with.
struct Snapped {
    QPointF position;            ///< of its top left corner
    std::vector<QLineF> guides;  ///< through the edges or middles that are level
};

/// Snaps `moving` to edges and middles of `others` within `reach`, else to the grid of 8; each direction by
/// itself.
Snapped snap(const model::Rect& moving, const std::vector<model::Rect>& others, double reach);

}  // namespace headroom::widgets
