#include "widgets/player/step_bar.h"

#include <QMouseEvent>
#include <QPainter>

namespace headroom::widgets {

using render::Token;

StepBar::StepBar(Look& look, QWidget* parent) : QWidget(parent), look_(look) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
    connect(&look_, &Look::changed, this, qOverload<>(&QWidget::update));
}

void StepBar::setPlace(int place, int count, bool onPath) {
    place_ = place;
    count_ = count;
    onPath_ = onPath;
    update();
}

QRectF StepBar::stretch(int step) const {
    constexpr double gap = 3;
    constexpr double thickness = 4;
    const double each = (width() + gap) / static_cast<double>(qMax(1, count_));
    return {(step - 1) * each, (height() - thickness) / 2, qMax(1.0, each - gap), thickness};
}

void StepBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int step = 1; step <= count_; ++step) {
        const QRectF box = stretch(step);
        const bool present = step == place_;
        painter.setPen(Qt::NoPen);
        painter.setBrush(look_.color(step > place_ ? Token::pressed
                                     : onPath_     ? Token::accent
                                                   : Token::strong_line));
        painter.drawRoundedRect(present ? box.adjusted(0, -2, 0, 2) : box, 3, 3);
    }
}

void StepBar::mouseReleaseEvent(QMouseEvent* event) {
    for (int step = 1; step <= count_; ++step) {
        if (event->position().x() <= stretch(step).right()) {
            emit stepClicked(step);
            return;
        }
    }
}

}  // namespace headroom::widgets
