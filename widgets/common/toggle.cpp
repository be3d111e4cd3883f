#include "widgets/common/toggle.h"

#include <QPainter>

namespace headroom::widgets {

using render::Token;

namespace {

constexpr QSizeF track{28, 16};
constexpr double knob = 12;

}  // namespace

Toggle::Toggle(Look& look, QWidget* parent) : QAbstractButton(parent), look_(look) {
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&look_, &Look::changed, this, qOverload<>(&QWidget::update));
}

void Toggle::setMixed(bool mixed) {
    if (mixed != mixed_) {
        mixed_ = mixed;
        update();
    }
}

QSize Toggle::sizeHint() const {
    return {34, 24};
}

void Toggle::nextCheckState() {
    setChecked(mixed_ || !isChecked());
    mixed_ = false;
}

void Toggle::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box(QPointF(2, (height() - track.height()) / 2), track);
    const bool on = isChecked() && !mixed_;
    painter.setPen(QPen(on ? look_.color(Token::accent) : look_.color(Token::strong_line), 1));
    painter.setBrush(on ? look_.color(Token::accent) : look_.color(Token::surface_sunken));
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), track.height() / 2, track.height() / 2);
    const double left = mixed_ ? box.center().x() - knob / 2 : on ? box.right() - knob - 2 : box.left() + 2;
    painter.setPen(Qt::NoPen);
    painter.setBrush(on ? look_.color(Token::on_accent) : look_.color(Token::strong_line));
    painter.drawEllipse(QRectF(left, box.center().y() - knob / 2, knob, knob));
    if (hasFocus()) {
        painter.setPen(QPen(look_.color(Token::focus_ring), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(-1.5, -1.5, 1.5, 1.5), 9, 9);
    }
}

}  // namespace headroom::widgets
