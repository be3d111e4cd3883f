#include "core/render/frame_painter.h"

#include <QAbstractTextDocumentLayout>
#include <QPainter>
#include <QTextDocument>
#include <QTextOption>
#include <algorithm>
#include <cmath>
#include <vector>

#include "core/render/figure_text.h"
#include "core/render/text.h"

namespace headroom::render {

namespace {

constexpr double frameRadius = 12;
constexpr double notePadding = 12;

QRectF toQt(const model::Rect& rect) {
    return {rect.x, rect.y, rect.w, rect.h};
}

QString titleOf(const model::Group& group, const catalog::Catalog& catalog) {
    if (!group.label.empty()) {
        return qtText(group.label);
    }
    const auto& kinds = catalog.groupKinds();
    const auto found = std::find_if(kinds.begin(), kinds.end(),
                                    [&](const catalog::Option& kind) { return kind.value == group.kind; });
    return qtText(found == kinds.end() ? group.kind : found->label);
}

/// A note's Markdown comes from a file that may be a stranger's: it loads nothing from anywhere.
class NoteDocument : public QTextDocument {
  protected:
    QVariant loadResource(int /*type*/, const QUrl& /*name*/) override { return {}; }
};

}  // namespace

void paintGroupFrame(QPainter& painter, const model::Group& group, const PictureSource& source,
                     const Emphasis& emphasis) {
    const QRectF frame = toQt(group.frame);
    painter.setPen(
        QPen(source.theme[emphasis.selected ? Token::accent : Token::frame_line], emphasis.selected ? 2 : 1));
    painter.setBrush(source.theme[Token::frame_tint]);
    painter.drawRoundedRect(frame, frameRadius, frameRadius);
    drawLine(painter, {frame.x() + 12, frame.y() + 6, frame.width() - 24, 20},
             Qt::AlignLeft | Qt::AlignVCenter,
             {interfaceFont(11, QFont::DemiBold), source.theme[Token::text_secondary]},
             titleOf(group, source.catalog));
}

void paintNotePaper(QPainter& painter, const model::Note& note, const Theme& theme,
                    const Emphasis& emphasis) {
    const QRectF paper = toQt(note.frame);
    const bool bordered = emphasis.selected || emphasis.hovered;
    painter.setPen(
        bordered ? QPen(theme[emphasis.selected ? Token::accent : Token::line], emphasis.selected ? 2 : 1)
                 : QPen(Qt::NoPen));
    painter.setBrush(theme[Token::note]);
    painter.drawRoundedRect(paper, 4, 4);
    NoteDocument document;
    document.setDefaultFont(interfaceFont(12));
    document.setDocumentMargin(0);
    document.setIndentWidth(18);
    document.setMarkdown(qtText(note.text));
    document.setTextWidth(std::max(1.0, paper.width() - 2 * notePadding));
    QAbstractTextDocumentLayout::PaintContext context;
    context.palette.setColor(QPalette::Text, theme[Token::text]);
    context.palette.setColor(QPalette::Link, theme[Token::accent_text]);
    painter.save();
    painter.setClipRect(paper, Qt::IntersectClip);
    painter.translate(paper.x() + notePadding, paper.y() + notePadding);
    document.documentLayout()->draw(&painter, context);
    painter.restore();
}

void paintGrid(QPainter& painter, const QRectF& area, const Theme& theme, double scale) {
    constexpr double step = 16;
    constexpr double vanishes = 0.5;
    const double strength = std::clamp((scale - vanishes) / 0.3, 0.0, 1.0);
    if (strength <= 0) {
        return;
    }
    QColor ink = theme[Token::canvas_dot];
    ink.setAlphaF(ink.alphaF() * static_cast<float>(strength));
    const double size = std::max(1.5, 1.5 * std::sqrt(scale)) / scale;
    std::vector<QRectF> dots;
    for (double y = std::floor(area.top() / step) * step; y <= area.bottom() + size; y += step) {
        for (double x = std::floor(area.left() / step) * step; x <= area.right() + size; x += step) {
            dots.emplace_back(x - size / 2, y - size / 2, size, size);
        }
    }
    // Small squares without smoothing: thousands of round points would cost more than the design itself.
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawRects(dots.data(), static_cast<int>(dots.size()));
    painter.restore();
}

}  // namespace headroom::render
