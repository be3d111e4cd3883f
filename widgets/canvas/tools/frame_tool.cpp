#include "widgets/canvas/tools/frame_tool.h"

#include <cmath>

#include "widgets/canvas/geometry_qt.h"

namespace headroom::widgets {

namespace {

constexpr double least = 40;

QPointF onGrid(const QPointF& place) {
    const double step = layout::gridStep;
    return {std::round(place.x() / step) * step, std::round(place.y() / step) * step};
}

}  // namespace

QRectF FrameTool::frame() const {
    const QRectF drawn = QRectF(onGrid(start_), onGrid(end_)).normalized();
    return drawn.width() < least || drawn.height() < least ? QRectF(onGrid(start_), usual_) : drawn;
}

void FrameTool::release(const Pointer& pointer) {
    move(pointer);
    const model::Rect rect = plain(frame());
    const Done done = done_;
    board().finish();
    done(rect);
}

void FrameTool::paint(QPainter& painter) const {
    painter.setPen(QPen(board().theme()[render::Token::accent], 1.5, Qt::DashLine));
    painter.setBrush(board().theme()[render::Token::rubber_band]);
    painter.drawRoundedRect(board().view().toView(frame()), 8, 8);
}

}  // namespace headroom::widgets
