#pragma once

#include <QByteArray>

class QWidget;

namespace headroom::widgets {

/// A widget as it stands, for a file.
QByteArray pngOf(QWidget& widget);
QByteArray svgOf(QWidget& widget);

}  // namespace headroom::widgets
