#pragma once

#include <QPointF>
#include <QString>
#include <vector>

#include "core/base/result.h"
#include "core/catalog/catalog.h"
#include "core/layout/route.h"
#include "core/model/design.h"

class QPainter;

/// A component that is put onto a connection goes into it.
namespace headroom::widgets {

class Board;

/// The place in the table of the connection that passes within `reach` of `scene`; -1: none. `routes` by
/// place in the table.
int lineNear(const std::vector<layout::Route>& routes, const QPointF& scene, double reach);

/// Why `component` cannot go into `connection`, if so.
Result<> canSplice(const model::Design& design, const catalog::Catalog& catalog, const Id& component,
                   const Id& connection);

/// Shows the line that something would go into.
void paintSpliceTarget(QPainter& painter, const Board& board, const layout::Route& route);

/// How near a line is to be, in pixels.
constexpr double spliceReach = 14;

}  // namespace headroom::widgets
