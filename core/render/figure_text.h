#pragma once

#include <QFont>
#include <QPainter>
#include <QRectF>
#include <QString>

/// The type of the program, and figures laid on a fixed advance: every digit takes the room of the widest, so
/// that a number does not jitter while it changes.
namespace headroom::render {

/// Inter where it is installed, else the system's sans, at `pixelSize` logical pixels.
QFont interfaceFont(int pixelSize, QFont::Weight weight = QFont::Normal);

/// The width that `text` takes in drawFigures().
double figuresWidth(const QFont& font, const QString& text);

/// One line of `text` in the painter's font and pen. What does not fit runs over at the side that
/// `alignment` leaves free.
void drawFigures(QPainter& painter, const QRectF& box, Qt::Alignment alignment, const QString& text);

}  // namespace headroom::render
