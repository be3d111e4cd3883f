#pragma once

#include "widgets/canvas/tools/tool.h"

namespace headroom::widgets {

/// Drags edges of a frame or note; they come to rest on the grid.
class ResizeTool : public Tool {
  public:
    ResizeTool(Board& board, const Hit& grip);

    void move(const Pointer& pointer) override;
    void release(const Pointer& pointer) override;
    void cancel() override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return cursorFor(edges_); }

    static Qt::CursorShape cursorFor(const Edges& edges);

  private:
    QString id_;
    Edges edges_;
    model::Rect before_;
    QString name_;
};

}  // namespace headroom::widgets
