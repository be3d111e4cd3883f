#include "widgets/common/choice_field.h"

#include <QPainter>
#include <QWheelEvent>

namespace headroom::widgets {

using render::Token;

ChoiceField::ChoiceField(Look& look, QWidget* parent) : QComboBox(parent), look_(look) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    connect(&look_, &Look::changed, this, qOverload<>(&QWidget::update));
}

void ChoiceField::setFaint(bool faint) {
    if (faint != faint_) {
        faint_ = faint;
        update();
    }
}

QSize ChoiceField::sizeHint() const {
    return {120, 26};
}

QSize ChoiceField::minimumSizeHint() const {
    return {60, 26};
}

void ChoiceField::wheelEvent(QWheelEvent* event) {
    if (hasFocus()) {
        QComboBox::wheelEvent(event);
    } else {
        event->ignore();
    }
}

void ChoiceField::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Token line = hasFocus() ? Token::focus_ring : underMouse() ? Token::strong_line : Token::line;
    painter.setPen(QPen(look_.color(line), 1));
    painter.setBrush(look_.color(isEnabled() ? Token::surface : Token::surface_sunken));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);

    constexpr int chevron = 14;
    constexpr int edge = 7;
    const QString shown = currentIndex() < 0 ? placeholderText() : currentText();
    const bool faint = currentIndex() < 0 || faint_;
    const Token ink = !isEnabled() ? Token::text_disabled : faint ? Token::text_faint : Token::text;
    painter.setPen(look_.color(ink));
    const QRect room = rect().adjusted(edge, 0, -chevron - edge - 4, 0);
    painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                     fontMetrics().elidedText(shown, Qt::ElideMiddle, room.width()));
    painter.drawPixmap(
        QPointF(width() - chevron - edge, (height() - chevron) / 2.0),
        look_.pixmap(QStringLiteral("chevron_down"), Token::text_secondary, chevron, devicePixelRatioF()));
}

}  // namespace headroom::widgets
