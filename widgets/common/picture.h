#pragma once

#include <QByteArray>
#include <QColor>
#include <QSize>
#include <QString>
#include <functional>

class QPainter;

namespace headroom::widgets {

using PaintPicture = std::function<void(QPainter&)>;

/// What `paint` paints on so many of the window's pixels, as a PNG file of twice as many, on that ground.
QByteArray pngOf(QSize size, const QColor& ground, const PaintPicture& paint);

/// The same as an SVG file.
QByteArray svgOf(QSize size, const QString& title, const QString& description, const PaintPicture& paint);

}  // namespace headroom::widgets
