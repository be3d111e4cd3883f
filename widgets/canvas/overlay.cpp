#include "widgets/canvas/overlay.h"

#include <QFontMetricsF>
#include <algorithm>

#include "core/render/figure_text.h"

namespace headroom::widgets {

namespace {

constexpr double dotRadius = 4;
constexpr double bubblePadding = 10;
constexpr double bubbleWidth = 300;
constexpr double pointerRoom = 18;

}  // namespace

void paintHandles(QPainter& painter, const Board& board, const QString& component, layout::Side hot,
                  bool anyHot) {
    const auto record = board.design().components().find(component.toStdString());
    if (!record) {
        return;
    }
    for (const layout::Side side : layout::allSides) {
        const QPointF at =
            board.view().toView(HitTest::handle(layout::cardRect(*record), side, board.view().scale()));
        const bool lit = anyHot && side == hot;
        painter.setPen(QPen(board.theme()[render::Token::surface], 1.5));
        painter.setBrush(board.theme()[render::Token::handle]);
        const double radius = lit ? dotRadius + 2 : dotRadius;
        painter.drawEllipse(at, radius + 0.75, radius + 0.75);
    }
}

void paintBubble(QPainter& painter, const render::Theme& theme, const QString& text, const QPointF& at,
                 const QSizeF& size) {
    painter.setFont(render::interfaceFont(12));
    const QFontMetricsF metrics(painter.font());
    const QRectF words = metrics.boundingRect(QRectF(0, 0, bubbleWidth, 1000), Qt::TextWordWrap, text);
    QRectF box(at + QPointF(pointerRoom, pointerRoom),
               QSizeF(words.width() + 2 * bubblePadding, words.height() + bubblePadding + 4));
    if (box.right() > size.width() - 8) {
        box.moveRight(std::max(box.width() + 8, at.x() - 8));
    }
    if (box.bottom() > size.height() - 8) {
        box.moveBottom(at.y() - 8);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme[render::Token::tooltip]);
    painter.drawRoundedRect(box, 6, 6);
    painter.setPen(theme[render::Token::tooltip_text]);
    painter.drawText(box, Qt::AlignCenter | Qt::TextWordWrap, text);
}

}  // namespace headroom::widgets
