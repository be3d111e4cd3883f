#pragma once

#include "widgets/canvas/tools/tool.h"

namespace headroom::widgets {

/// Drags the sheet under the view.
class PanTool : public Tool {
  public:
    PanTool(Board& board, const Pointer& start) : Tool(board), last_(start.view) {}

    void move(const Pointer& pointer) override;
    void release(const Pointer& /*pointer*/) override { board().finish(); }
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::ClosedHandCursor; }

  private:
    QPointF last_;
};

}  // namespace headroom::widgets
