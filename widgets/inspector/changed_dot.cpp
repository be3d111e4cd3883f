#include "widgets/inspector/changed_dot.h"

#include <QPainter>

namespace headroom::widgets {

using render::Token;

ChangedDot::ChangedDot(Look& look, QWidget* parent) : QAbstractButton(parent), look_(look) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFocusPolicy(Qt::NoFocus);
    setAttribute(Qt::WA_Hover);
    setEnabled(false);
    setAccessibleName(tr("Back to the default"));
    connect(&look_, &Look::changed, this, qOverload<>(&QWidget::update));
}

void ChangedDot::setShown(bool shown) {
    if (shown != shown_) {
        shown_ = shown;
        setEnabled(shown);
        setCursor(shown ? Qt::PointingHandCursor : Qt::ArrowCursor);
        update();
    }
}

QSize ChangedDot::sizeHint() const {
    return {16, 26};
}

void ChangedDot::paintEvent(QPaintEvent*) {
    if (!shown_) {
        return;
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse()) {
        constexpr int size = 12;
        painter.drawPixmap(
            QPointF((width() - size) / 2.0, (height() - size) / 2.0),
            look_.pixmap(QStringLiteral("reset"), Token::accent_text, size, devicePixelRatioF()));
        return;
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(look_.color(Token::accent));
    painter.drawEllipse(QPointF(width() / 2.0, height() / 2.0), 3, 3);
}

}  // namespace headroom::widgets
