#include "widgets/player/tick_mark.h"

#include <QPainter>

namespace headroom::widgets {

using render::Token;

namespace {

void paintTick(QPainter& painter, QPointF centre, const QColor& ground, const QColor& ink) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawEllipse(centre, 7.5, 7.5);
    painter.setPen(QPen(ink, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(
        QPolygonF{centre + QPointF(-3.2, 0.3), centre + QPointF(-0.9, 2.7), centre + QPointF(3.3, -2.5)});
}

void paintCross(QPainter& painter, QPointF centre, const QColor& ground, const QColor& ink) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawPolygon(QPolygonF{centre + QPointF(0, -8.5), centre + QPointF(8.5, 0),
                                  centre + QPointF(0, 8.5), centre + QPointF(-8.5, 0)});
    painter.setPen(QPen(ink, 1.8, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(centre + QPointF(-2.4, -2.4), centre + QPointF(2.4, 2.4));
    painter.drawLine(centre + QPointF(-2.4, 2.4), centre + QPointF(2.4, -2.4));
}

}  // namespace

TickMark::TickMark(Look& look, QWidget* parent) : QWidget(parent), look_(look) {
    setFixedSize(sizeHint());
    connect(&look_, &Look::changed, this, qOverload<>(&QWidget::update));
}

void TickMark::setState(State state) {
    if (state != state_) {
        state_ = state;
        update();
    }
}

void TickMark::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF centre = QRectF(rect()).center();
    if (state_ == State::holds) {
        paintTick(painter, centre, look_.color(Token::ok_text), look_.color(Token::surface));
    } else if (state_ == State::fails) {
        paintCross(painter, centre, look_.color(Token::error_text), look_.color(Token::surface));
    } else {
        painter.setPen(QPen(look_.color(Token::strong_line), 1.5));
        painter.drawEllipse(centre, 6.75, 6.75);
    }
}

}  // namespace headroom::widgets
