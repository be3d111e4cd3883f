#pragma once

#include <QLineF>
#include <vector>

#include "widgets/canvas/tools/tool.h"

namespace headroom::widgets {

/// Drags what is selected, or a copy of it. It comes to rest level with what is near, else on the grid; with
/// Shift, anywhere. A component without connections that is put onto one goes into it, and what is put into
/// a frame becomes a member of it.
class MoveTool : public Tool {
  public:
    enum class What { itself, copy };
    /// `grabbed` is what the pointer took hold of at `start` (scene).
    MoveTool(Board& board, const QPointF& start, const QString& grabbed, What what = What::itself);

    void move(const Pointer& pointer) override;
    void release(const Pointer& pointer) override;
    void cancel() override;
    void paint(QPainter& painter) const override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::ClosedHandCursor; }

  private:
    [[nodiscard]] std::vector<model::Rect> othersInView() const;
    void copySelection();
    void rememberLines();
    void aim(const QPointF& scene);
    Result<> settle(model::Transaction& transaction) const;
    [[nodiscard]] std::optional<Id> frameEntered() const;

    model::Design before_;
    QPointF start_;
    QRectF box_;     ///< of what is grabbed, before
    QPointF moved_;  ///< so far
    std::vector<Id> ids_;
    std::vector<model::Rect> others_;
    std::vector<QLineF> guides_;
    /// What it may be put onto, as the lines were before they made way; empty: it has connections already.
    std::vector<layout::Route> lines_;
    int target_ = -1;  ///< place of the connection that it would go into
};

/// What moves when `selection` is moved: its components, notes and frames, and all that the frames hold.
std::vector<Id> movableIds(const model::Design& design, const QSet<QString>& selection);

/// "Move 3 things", "Move Users".
QString nameOfMove(const model::Design& design, const std::vector<Id>& ids);

}  // namespace headroom::widgets
