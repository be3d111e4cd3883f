#include "widgets/timeline/page_picture.h"

#include <QBuffer>
#include <QImage>
#include <QSvgGenerator>
#include <QWidget>

namespace headroom::widgets {

namespace {

constexpr int pictureScale = 2;
constexpr int resolution = 96;  // what Qt's pixels are made for

}  // namespace

QByteArray pngOf(QWidget& widget) {
    QImage image(widget.size() * pictureScale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(pictureScale);
    image.fill(Qt::transparent);
    widget.render(&image);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray svgOf(QWidget& widget) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(resolution);
    generator.setSize(widget.size());
    generator.setViewBox(QRect(QPoint(), widget.size()));
    generator.setTitle(widget.accessibleName());
    generator.setDescription(widget.accessibleDescription());
    widget.render(&generator);
    return bytes;
}

}  // namespace headroom::widgets
