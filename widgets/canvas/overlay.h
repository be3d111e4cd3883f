#pragma once

#include <QPainter>

#include "widgets/canvas/board.h"

namespace headroom::widgets {

/// The four dots that lines are drawn from, around a card.
void paintHandles(QPainter& painter, const Board& board, const QString& component, layout::Side hot,
                  bool anyHot);

/// A sentence in a bubble beside a position of the view, kept inside a view of `size`.
void paintBubble(QPainter& painter, const render::Theme& theme, const QString& text, const QPointF& at,
                 const QSizeF& size);

/// Says on a view of `size` that a moment of a simulation is shown, whether it is that of an older design,
/// and how one gets back: a frame around the drawing and a label at its top.
void paintMoment(QPainter& painter, const render::Theme& theme, const Moment& moment, const QSizeF& size);

}  // namespace headroom::widgets
