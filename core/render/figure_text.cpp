#include "core/render/figure_text.h"

#include <QFontDatabase>
#include <QFontMetricsF>
#include <QHash>
#include <algorithm>
#include <map>

namespace headroom::render {

namespace {

/// What is measured of a font, once: shaping a piece of text anew for each frame costs more than painting it.
/// Holds numbers only, since it outlives the application.
struct FontMeasures {
    double ascent = 0;
    double descent = 0;
    double digit = 0;  ///< the widest
    QHash<QString, double> advances;
};

FontMeasures measure(const QFont& font) {
    const QFontMetricsF metrics(font);
    FontMeasures measures{metrics.ascent(), metrics.descent(), 0, {}};
    for (char digit = '0'; digit <= '9'; ++digit) {
        measures.digit = std::max(measures.digit, metrics.horizontalAdvance(QLatin1Char(digit)));
    }
    return measures;
}

/// A font with what is known of it.
class Ruler {
  public:
    explicit Ruler(const QFont& font) : font_(font), measures_(kept()[font.key()]) {
        if (measures_.digit == 0) {
            measures_ = measure(font);
        }
    }

    [[nodiscard]] double ascent() const { return measures_.ascent; }
    [[nodiscard]] double descent() const { return measures_.descent; }
    [[nodiscard]] double digit() const { return measures_.digit; }

    [[nodiscard]] double advance(const QString& piece) const {
        constexpr qsizetype keptPieces = 1000;
        if (const auto known = measures_.advances.constFind(piece); known != measures_.advances.constEnd()) {
            return *known;
        }
        if (measures_.advances.size() >= keptPieces) {
            measures_.advances.clear();
        }
        return *measures_.advances.insert(piece, QFontMetricsF(font_).horizontalAdvance(piece));
    }

  private:
    static std::map<QString, FontMeasures>& kept() {
        thread_local std::map<QString, FontMeasures> measures;
        return measures;
    }

    const QFont& font_;
    FontMeasures& measures_;
};

/// Calls `paint(piece, offset, advance)` for each digit and for each run between digits; answers the width.
template <class Paint>
double forEachPiece(const Ruler& ruler, const QString& text, const Paint& paint) {
    double x = 0;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype end = at + 1;
        double advance = ruler.digit();
        if (!text[at].isDigit()) {
            while (end < text.size() && !text[end].isDigit()) {
                ++end;
            }
            advance = ruler.advance(text.mid(at, end - at));
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
    return forEachPiece(Ruler(font), text, [](const QString&, double, double) {});
}

void drawFigures(QPainter& painter, const QRectF& box, Qt::Alignment alignment, const QString& text) {
    const QFont font = painter.font();
    const Ruler ruler(font);
    const double width = forEachPiece(ruler, text, [](const QString&, double, double) {});
    double left = box.left();
    if (alignment.testFlag(Qt::AlignRight)) {
        left = box.right() - width;
    } else if (alignment.testFlag(Qt::AlignHCenter)) {
        left = box.center().x() - width / 2;
    }
    double baseline = box.top() + ruler.ascent();
    if (alignment.testFlag(Qt::AlignVCenter)) {
        baseline = box.center().y() + (ruler.ascent() - ruler.descent()) / 2;
    } else if (alignment.testFlag(Qt::AlignBottom)) {
        baseline = box.bottom() - ruler.descent();
    }
    forEachPiece(ruler, text, [&](const QString& piece, double x, double advance) {
        const double slack = piece[0].isDigit() ? (advance - ruler.advance(piece)) / 2 : 0;
        painter.drawText(QPointF(left + x + slack, baseline), piece);
    });
}

}  // namespace headroom::render
