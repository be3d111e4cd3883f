#pragma once

#include <QPixmap>
#include <QRegion>

#include "core/render/icon_store.h"
#include "widgets/canvas/board.h"

class QPainter;

namespace headroom::widgets {

/// The design as pixels of the view, kept between paintings: only what is out of date is painted again, and a
/// pan moves what is there.
class SceneLayer {
  public:
    explicit SceneLayer(Board& board) : board_(board) {}

    /// Brings the pixels up to date and puts them on the widget.
    void paint(QPainter& painter, const QRect& exposed, qreal devicePixelRatio);
    void setChevrons(bool chevrons) { chevrons_ = chevrons; }

  private:
    void followView(qreal devicePixelRatio);
    void repaint(const QRect& pixels);

    Board& board_;
    render::IconStore icons_;
    QPixmap pixels_;
    ViewTransform painted_;
    QRegion outdated_;
    bool chevrons_ = false;
};

}  // namespace headroom::widgets
