#pragma once

#include "widgets/canvas/tools/tool.h"

namespace headroom::widgets {

/// Drags edges of a frame, note, box or text; they come to rest on the grid. What a frame then has around
/// comes into it, and what it has no more leaves it.
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
    model::Size least_;
    model::Design design_;  ///< before the drag
    QString name_;
};

}  // namespace headroom::widgets
