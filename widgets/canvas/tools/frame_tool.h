#pragma once

#include <functional>

#include "widgets/canvas/tools/tool.h"

namespace headroom::widgets {

/// Draws the rectangle of a new frame or note; a mere click makes one of `usual` size there.
class FrameTool : public Tool {
  public:
    using Done = std::function<void(const model::Rect& frame)>;

    FrameTool(Board& board, const QPointF& start, const QSizeF& usual, Done done)
        : Tool(board), start_(start), usual_(usual), end_(start), done_(std::move(done)) {}

    void move(const Pointer& pointer) override { end_ = pointer.scene; }
    void release(const Pointer& pointer) override;
    void paint(QPainter& painter) const override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::CrossCursor; }

  private:
    [[nodiscard]] QRectF frame() const;

    QPointF start_;  ///< scene
    QSizeF usual_;
    QPointF end_;
    Done done_;
};

}  // namespace headroom::widgets
