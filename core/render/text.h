#pragma once

#include <QColor>
#include <QFont>
#include <QPainter>
#include <QRectF>
#include <QString>
#include <string_view>

namespace headroom::render {

inline QString qtText(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// How one line of text looks; sizes in scene units.
struct TextStyle {
    QFont font;
    QColor ink;
    Qt::TextElideMode elide = Qt::ElideMiddle;
};

/// One line of text within `box`, shortened where it does not fit.
inline void drawLine(QPainter& painter, const QRectF& box, Qt::Alignment alignment, const TextStyle& style,
                     const QString& text) {
    painter.setFont(style.font);
    painter.setPen(style.ink);
    const QString shown = QFontMetricsF(style.font).elidedText(text, style.elide, box.width());
    painter.drawText(box, static_cast<int>(alignment) | Qt::TextSingleLine | Qt::TextDontClip, shown);
}

}  // namespace headroom::render
