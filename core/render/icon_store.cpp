#include "core/render/icon_store.h"

#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

namespace headroom::render {

namespace {

/// The colour in which all icon files are drawn.
constexpr const char* fileInk = "#1B1F24";

QString keyOf(const std::string& path, const QColor& ink) {
    return QString::fromStdString(path) + QLatin1Char('|') + ink.name(QColor::HexArgb);
}

}  // namespace

IconStore::IconStore() = default;
IconStore::~IconStore() = default;

QSvgRenderer* IconStore::renderer(const std::string& path, const QColor& ink) {
    const QString key = keyOf(path, ink);
    const auto known = renderers_.constFind(key);
    if (known != renderers_.constEnd()) {
        return known->get();
    }
    std::shared_ptr<QSvgRenderer> made;
    QFile file(QString::fromStdString(path));
    if (!path.empty() && file.open(QIODevice::ReadOnly)) {
        QByteArray svg = file.readAll();
        svg.replace(fileInk, ink.name().toLatin1());
        made = std::make_shared<QSvgRenderer>(svg);
        if (!made->isValid()) {
            made.reset();
        }
    }
    renderers_.insert(key, made);
    return made.get();
}

bool IconStore::paint(QPainter& painter, const QRectF& target, const std::string& path, const QColor& ink) {
    QSvgRenderer* svg = renderer(path, ink);
    if (svg == nullptr) {
        return false;
    }
    svg->render(&painter, target);
    return true;
}

QPixmap IconStore::pixmap(const std::string& path, const QColor& ink, int size, qreal devicePixelRatio) {
    const QString key = keyOf(path, ink) + QStringLiteral("|%1|%2").arg(size).arg(devicePixelRatio);
    const auto known = pixmaps_.constFind(key);
    if (known != pixmaps_.constEnd()) {
        return *known;
    }
    QPixmap made;
    if (QSvgRenderer* svg = renderer(path, ink)) {
        made = QPixmap(QSizeF(size, size).toSize() * devicePixelRatio);
        made.fill(Qt::transparent);
        QPainter painter(&made);
        painter.setRenderHint(QPainter::Antialiasing);
        svg->render(&painter, QRectF(QPointF(0, 0), QSizeF(made.size())));
        painter.end();
        made.setDevicePixelRatio(devicePixelRatio);
    }
    pixmaps_.insert(key, made);
    return made;
}

}  // namespace headroom::render
