#pragma once

#include <QColor>
#include <QHash>
#include <QPixmap>
#include <QRectF>
#include <QString>
#include <memory>
#include <string>

class QPainter;
class QSvgRenderer;

namespace headroom::render {

/// The icons of kinds, in the ink that is asked for. Icon files are drawn in #1B1F24; that colour is
/// replaced. Not for several threads at once.
class IconStore {
  public:
    IconStore();
    ~IconStore();
    IconStore(const IconStore&) = delete;
    IconStore& operator=(const IconStore&) = delete;

    /// Paints the icon as vectors, for files. A file that is missing or broken paints nothing and answers
    /// false.
    bool paint(QPainter& painter, const QRectF& target, const std::string& path, const QColor& ink);

    /// The icon as `size` × `size` logical pixels at `devicePixelRatio`, kept for the next time. Null where
    /// there is none.
    QPixmap pixmap(const std::string& path, const QColor& ink, int size, qreal devicePixelRatio);

  private:
    QSvgRenderer* renderer(const std::string& path, const QColor& ink);

    QHash<QString, std::shared_ptr<QSvgRenderer>> renderers_;
    QHash<QString, QPixmap> pixmaps_;
};

}  // namespace headroom::render
