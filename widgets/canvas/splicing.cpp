#include "widgets/canvas/splicing.h"

#include <QPainter>

#include "core/edit/edits.h"
#include "core/render/design_painter.h"
#include "widgets/canvas/board.h"
#include "widgets/canvas/geometry_qt.h"

namespace headroom::widgets {

int lineNear(const std::vector<layout::Route>& routes, const QPointF& scene, double reach) {
    double nearest = reach * reach;
    int found = -1;
    for (std::size_t i = 0; i < routes.size(); ++i) {
        const double squared = layout::squaredDistance(routes[i].points, plain(scene));
        if (squared <= nearest) {
            nearest = squared;
            found = static_cast<int>(i);
        }
    }
    return found;
}

Result<> canSplice(const model::Design& design, const catalog::Catalog& catalog, const Id& component,
                   const Id& connection) {
    model::Transaction trial(design);
    const auto spliced = edit::splice(trial, catalog, component, connection);
    return spliced ? Result<>() : failure(spliced.error());
}

void paintSpliceTarget(QPainter& painter, const Board& board, const layout::Route& route) {
    painter.save();
    painter.setTransform(board.view().transform(), true);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(board.theme()[render::Token::accent], 4 / board.view().scale(), Qt::SolidLine,
                        Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(render::routePath(route));
    painter.restore();
}

}  // namespace headroom::widgets
