#include "widgets/common/look.h"

#include <QPainter>

namespace headroom::widgets {

using render::Token;

Look::Look(const std::string& dataDirectory, render::Theme theme, QObject* parent)
    : QObject(parent), dataDirectory_(dataDirectory), theme_(std::move(theme)) {}

void Look::setTheme(render::Theme theme) {
    theme_ = std::move(theme);
    emit changed();
}

std::string Look::iconPath(const QString& name) const {
    return dataDirectory_ + "/icons/" + name.toStdString() + ".svg";
}

QPixmap Look::pixmap(const QString& name, Token ink, int size, qreal devicePixelRatio) {
    return icons_.pixmap(iconPath(name), theme_[ink], size, devicePixelRatio);
}

QIcon Look::icon(const QString& name) {
    constexpr int size = 20;
    QIcon icon;
    for (const qreal ratio : {1.0, 2.0, 3.0}) {
        const QPixmap normal = pixmap(name, Token::text, size, ratio);
        if (normal.isNull()) {
            return {};
        }
        icon.addPixmap(normal, QIcon::Normal);
        icon.addPixmap(pixmap(name, Token::text_disabled, size, ratio), QIcon::Disabled);
    }
    return icon;
}

QPixmap Look::kindTile(const catalog::Kind& kind, int size, qreal devicePixelRatio) {
    QPixmap tile(QSize(size, size) * devicePixelRatio);
    tile.setDevicePixelRatio(devicePixelRatio);
    tile.fill(Qt::transparent);
    QPainter painter(&tile);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme_.categoryTint(kind.category));
    painter.drawRoundedRect(QRectF(0, 0, size, size), 6, 6);
    const int glyph = size * 5 / 8;
    const QPixmap icon =
        icons_.pixmap(kind.iconPath, theme_.category(kind.category), glyph, devicePixelRatio);
    painter.drawPixmap(QPointF((size - glyph) / 2.0, (size - glyph) / 2.0), icon);
    return tile;
}

}  // namespace headroom::widgets
