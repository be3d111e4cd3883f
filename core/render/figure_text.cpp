#include "core/render/figure_text.h"

#include <QFontDatabase>
#include <QFontMetricsF>
#include <algorithm>

namespace headroom::render {

namespace {

double digitAdvance(const QFontMetricsF& metrics) {
    double widest = 0;
    for (char digit = '0'; digit <= '9'; ++digit) {
        widest = std::max(widest, metrics.horizontalAdvance(QLatin1Char(digit)));
    }
    return widest;
}

/// Calls `paint(piece, offset, advance)` for each digit and for each run between digits; answers the width.
template <class Paint>
double forEachPiece(const QFont& font, const QString& text, const Paint& paint) {
    const QFontMetricsF metrics(font);
    const double digit = digitAdvance(metrics);
    double x = 0;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype end = at + 1;
        double advance = digit;
        if (!text[at].isDigit()) {
            while (end < text.size() && !text[end].isDigit()) {
                ++end;
            }
            advance = metrics.horizontalAdvance(text.mid(at, end - at));
        }
        paint(text.mid(at, end - at), x, advance);
        x += advance;
        at = end;
    }
    return x;
}

}  // namespace

QFont interfaceFont(int pixelSize, QFont::Weight weight) {
    static const QString family = [] {
        const QString inter = QStringLiteral("Inter");
        return QFontDatabase::families().contains(inter)
                   ? inter
                   : QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
    }();
    QFont font(family);
    font.setPixelSize(pixelSize);
    font.setWeight(weight);
    return font;
}

double figuresWidth(const QFont& font, const QString& text) {
    return forEachPiece(font, text, [](const QString&, double, double) {});
}

void drawFigures(QPainter& painter, const QRectF& box, Qt::Alignment alignment, const QString& text) {
    const QFont font = painter.font();
    const QFontMetricsF metrics(font);
    const double width = figuresWidth(font, text);
    double left = box.left();
    if (alignment.testFlag(Qt::AlignRight)) {
        left = box.right() - width;
    } else if (alignment.testFlag(Qt::AlignHCenter)) {
        left = box.center().x() - width / 2;
    }
    double baseline = box.top() + metrics.ascent();
    if (alignment.testFlag(Qt::AlignVCenter)) {
        baseline = box.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    } else if (alignment.testFlag(Qt::AlignBottom)) {
        baseline = box.bottom() - metrics.descent();
    }
    forEachPiece(font, text, [&](const QString& piece, double x, double advance) {
        const double slack = piece[0].isDigit() ? (advance - metrics.horizontalAdvance(piece)) / 2 : 0;
        painter.drawText(QPointF(left + x + slack, baseline), piece);
    });
}

}  // namespace headroom::render
