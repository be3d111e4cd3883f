#pragma once

#include <QKeyEvent>
#include <QPainter>
#include <QPointF>

#include "widgets/canvas/board.h"

namespace headroom::widgets {

/// Where the pointer is, and with what.
struct Pointer {
    QPointF view;
    QPointF scene;
    Qt::MouseButton button = Qt::NoButton;
    Qt::KeyboardModifiers modifiers;
};

/// One gesture, from its first event to its last. It ends itself with Board::finish(); Esc calls cancel(),
/// which takes back what it did.
class Tool {
  public:
    explicit Tool(Board& board) : board_(board) {}
    virtual ~Tool() = default;
    Tool(const Tool&) = delete;
    Tool& operator=(const Tool&) = delete;

    virtual void move(const Pointer& /*pointer*/) {}
    virtual void release(const Pointer& /*pointer*/) {}
    /// True for a key that it took.
    virtual bool key(const QKeyEvent& /*event*/) { return false; }
    virtual void cancel() {}
    /// Over everything, in pixels of the view.
    virtual void paint(QPainter& /*painter*/) const {}
    [[nodiscard]] virtual Qt::CursorShape cursor() const { return Qt::ArrowCursor; }

  protected:
    [[nodiscard]] Board& board() const { return board_; }
    [[nodiscard]] Document& document() const { return board_.document(); }

  private:
    Board& board_;
};

}  // namespace headroom::widgets
