#pragma once

#include "widgets/canvas/tools/tool.h"

namespace headroom::widgets {

/// Selects what a rectangle touches: cards and notes that it meets, lines and frames that it holds.
class BandTool : public Tool {
  public:
    BandTool(Board& board, const Pointer& start, bool adds);

    void move(const Pointer& pointer) override;
    void release(const Pointer& pointer) override;
    void cancel() override;
    void paint(QPainter& painter) const override;

  private:
    [[nodiscard]] QSet<QString> within(const QRectF& band) const;

    QPointF start_;  ///< scene
    QRectF band_;    ///< scene
    QSet<QString> before_;
    bool adds_;
};

}  // namespace headroom::widgets
