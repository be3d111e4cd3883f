#include "widgets/canvas/overlay.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "core/render/figure_text.h"

namespace headroom::widgets {

namespace {

constexpr double dotRadius = 4;
constexpr double bubblePadding = 10;
constexpr double bubbleWidth = 300;
constexpr double pointerRoom = 18;
constexpr double labelTop = 8;
constexpr double labelHeight = 28;
constexpr double labelPadding = 12;

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

void paintMoment(QPainter& painter, const render::Theme& theme, const Moment& moment, const QSizeF& size) {
    using render::Token;
    const Token edge = moment.outdated ? Token::state_hot : Token::accent;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme[edge], 2, moment.outdated ? Qt::DashLine : Qt::SolidLine));
    painter.drawRect(QRectF(QPointF(1, 1), size - QSizeF(2, 2)));

    const auto tr = [](const char* text) { return QCoreApplication::translate("Canvas", text); };
    const QString what = moment.outdated ? tr(QT_TRANSLATE_NOOP("Canvas", "At %1, before the last change"))
                                         : tr(QT_TRANSLATE_NOOP("Canvas", "At %1"));
    const QString words = what.arg(moment.words);
    const QString back = tr(QT_TRANSLATE_NOOP("Canvas", "Esc: steady state"));
    const QFont strong = render::interfaceFont(12, QFont::DemiBold);
    const QFont plain = render::interfaceFont(12);
    const double wide = render::figuresWidth(strong, words);
    const double narrow = QFontMetricsF(plain).horizontalAdvance(back);
    QRectF box(0, labelTop, wide + narrow + 3 * labelPadding, labelHeight);
    box.moveLeft(std::round((size.width() - box.width()) / 2));
    painter.setPen(QPen(theme[edge], 1));
    painter.setBrush(theme[moment.outdated ? Token::warning_tint : Token::info_tint]);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.setFont(strong);
    painter.setPen(theme[Token::text]);
    render::drawFigures(painter, box.adjusted(labelPadding, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                        words);
    painter.setFont(plain);
    painter.setPen(theme[Token::text_secondary]);
    painter.drawText(box.adjusted(0, 0, -labelPadding, 0), Qt::AlignRight | Qt::AlignVCenter, back);
}

}  // namespace headroom::widgets
