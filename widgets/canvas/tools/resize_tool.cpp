#include "widgets/canvas/tools/resize_tool.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "core/edit/edits.h"
#include "core/edit/membership.h"

namespace headroom::widgets {

namespace {

/// Of a frame or note; a box or a text may be smaller.
constexpr model::Size leastFrame{80, 40};
constexpr model::Size leastBox{32, 24};

double onGrid(double value) {
    return std::round(value / layout::gridStep) * layout::gridStep;
}

}  // namespace

ResizeTool::ResizeTool(Board& board, const Hit& grip)
    : Tool(board),
      id_(grip.id),
      edges_(grip.edges),
      before_(*board.hitTest().sizable(grip.id)),
      least_(board.design().components().contains(grip.id.toStdString()) ? leastBox : leastFrame),
      design_(board.design()),
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
        left = std::min(onGrid(pointer.scene.x()), right - least_.w);
    }
    if (edges_.right) {
        right = std::max(onGrid(pointer.scene.x()), left + least_.w);
    }
    if (edges_.top) {
        top = std::min(onGrid(pointer.scene.y()), bottom - least_.h);
    }
    if (edges_.bottom) {
        bottom = std::max(onGrid(pointer.scene.y()), top + least_.h);
    }
    const model::Rect wanted{left, top, right - left, bottom - top};
    if (board().hitTest().sizable(id_) != wanted) {
        board().perform(
            name_,
            [&](model::Transaction& t) {
                return edit::resize(t, document().catalog(), id_.toStdString(), wanted);
            },
            pointer.view);
    }
}

void ResizeTool::release(const Pointer& pointer) {
    move(pointer);
    const Id id = id_.toStdString();
    if (board().design().groups().contains(id)) {
        board().perform(
            name_, [&](model::Transaction& t) { return edit::followResized(t, design_, id); }, pointer.view);
    }
    document().closeMark();
    board().finish();
}

void ResizeTool::cancel() {
    document().bail();
}

}  // namespace headroom::widgets
