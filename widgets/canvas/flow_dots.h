#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "widgets/canvas/board.h"

class QPainter;

namespace headroom::widgets {

/// The dots that travel along connections: one layer for all of them, at most a few on a line, 30 times a
/// second, and only while somebody can see it.
class FlowDots : public QObject {
    Q_OBJECT

  public:
    FlowDots(Board& board, QWidget& surface);

    /// False: nothing moves.
    void setRunning(bool running);
    [[nodiscard]] bool isRunning() const { return timer_.isActive(); }

    /// In pixels of the view, over the scene.
    void paint(QPainter& painter, const QRectF& exposed);

  private:
    void paintOn(QPainter& painter, const layout::Route& route, double rps);

    Board& board_;
    QWidget& surface_;
    QTimer timer_;
    QElapsedTimer clock_;
};

}  // namespace headroom::widgets
