#include "widgets/canvas/tools/pan_tool.h"

namespace headroom::widgets {

void PanTool::move(const Pointer& pointer) {
    ViewTransform view = board().view();
    view.panBy(pointer.view - last_);
    last_ = pointer.view;
    board().setView(view);
}

}  // namespace headroom::widgets
