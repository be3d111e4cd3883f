#pragma once

#include <QLineF>
#include <vector>

#include "widgets/canvas/tools/tool.h"

namespace headroom::widgets {

/// Drags what is selected. It comes to rest level with what is near, else on the grid; with Alt, anywhere.
class MoveTool : public Tool {
  public:
    /// `grabbed` is what the pointer took hold of at `start` (scene).
    MoveTool(Board& board, const QPointF& start, const QString& grabbed);

    void move(const Pointer& pointer) override;
    void release(const Pointer& pointer) override;
    void cancel() override;
    void paint(QPainter& painter) const override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::ClosedHandCursor; }

  private:
    [[nodiscard]] std::vector<model::Rect> othersInView() const;

    QPointF start_;
    QRectF box_;     ///< of what is grabbed, before
    QPointF moved_;  ///< so far
    std::vector<Id> ids_;
    std::vector<model::Rect> others_;
    std::vector<QLineF> guides_;
};

/// What moves when `selection` is moved: its components, notes and frames, and all that the frames hold.
std::vector<Id> movableIds(const model::Design& design, const QSet<QString>& selection);

/// "Move 3 things", "Move Users".
QString nameOfMove(const model::Design& design, const std::vector<Id>& ids);

}  // namespace headroom::widgets
