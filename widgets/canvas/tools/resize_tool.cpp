#include "widgets/canvas/tools/resize_tool.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "core/edit/edits.h"

namespace headroom::widgets {

namespace {

constexpr double leastWidth = 80;
constexpr double leastHeight = 40;

double onGrid(double value) {
    return std::round(value / layout::gridStep) * layout::gridStep;
}

}  // namespace

ResizeTool::ResizeTool(Board& board, const Hit& grip)
    : Tool(board),
      id_(grip.id),
      edges_(grip.edges),
      before_(*board.hitTest().sizable(grip.id)),
      name_(QCoreApplication::translate("Canvas", "Resize")) {
    document().openMark(name_);
}

Qt::CursorShape ResizeTool::cursorFor(const Edges& edges) {
    if ((edges.left && edges.top) || (edges.right && edges.bottom)) {
        return Qt::SizeFDiagCursor;
    }
    if ((edges.right && edges.top) || (edges.left && edges.bottom)) {
        return Qt::SizeBDiagCursor;
    }
    return edges.left || edges.right ? Qt::SizeHorCursor : Qt::SizeVerCursor;
}

void ResizeTool::move(const Pointer& pointer) {
    double left = before_.x;
    double top = before_.y;
    double right = left + before_.w;
    double bottom = top + before_.h;
    if (edges_.left) {
        left = std::min(onGrid(pointer.scene.x()), right - leastWidth);
    }
    if (edges_.right) {
        right = std::max(onGrid(pointer.scene.x()), left + leastWidth);
    }
    if (edges_.top) {
        top = std::min(onGrid(pointer.scene.y()), bottom - leastHeight);
    }
    if (edges_.bottom) {
        bottom = std::max(onGrid(pointer.scene.y()), top + leastHeight);
    }
    const model::Rect wanted{left, top, right - left, bottom - top};
    if (board().hitTest().sizable(id_) != wanted) {
        board().perform(
            name_, [&](model::Transaction& t) { return edit::resize(t, id_.toStdString(), wanted); },
            pointer.view);
    }
}

void ResizeTool::release(const Pointer& pointer) {
    move(pointer);
    document().closeMark();
    board().finish();
}

void ResizeTool::cancel() {
    document().bail();
}

}  // namespace headroom::widgets
