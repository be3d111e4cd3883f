#include "widgets/common/section.h"

#include <QKeyEvent>
#include <QPainter>

#include "widgets/common/style.h"

namespace headroom::widgets {

using render::Token;

SectionHeader::SectionHeader(Look& look, const QString& title, QWidget* parent)
    : QAbstractButton(parent), look_(look) {
    setText(title);
    setCheckable(true);
    setChecked(true);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(title);
    connect(&look_, &Look::changed, this, qOverload<>(&QWidget::update));
}

QSize SectionHeader::sizeHint() const {
    return {120, 32};
}

void SectionHeader::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(4, 3, -4, -3);
    if (underMouse() || hasFocus()) {
        painter.setPen(hasFocus() ? QPen(look_.color(Token::focus_ring), 1) : QPen(Qt::NoPen));
        painter.setBrush(underMouse() ? look_.color(Token::hover) : QColor(Qt::transparent));
        painter.drawRoundedRect(box, 4, 4);
    }
    constexpr int chevron = 14;
    const QString icon = isChecked() ? QStringLiteral("chevron_down") : QStringLiteral("chevron_right");
    painter.drawPixmap(QPointF(12, (height() - chevron) / 2.0),
                       look_.pixmap(icon, Token::text_secondary, chevron, devicePixelRatioF()));
    QFont bold = font();
    bold.setPixelSize(12);
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(look_.color(Token::text));
    painter.drawText(rect().adjusted(32, 0, -8, 0), Qt::AlignVCenter | Qt::AlignLeft, text());
}

void SectionHeader::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
        if (isChecked() != (event->key() == Qt::Key_Right)) {
            click();
        }
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

Section::Section(Look& look, const QString& title, QWidget* parent)
    : QWidget(parent), header_(new SectionHeader(look, title, this)), body_(new QWidget(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header_);
    column->addWidget(body_);
    content_ = new QVBoxLayout(body_);
    content_->setContentsMargins(0, 0, 0, 8);
    content_->setSpacing(4);
    connect(header_, &QAbstractButton::toggled, this, [this](bool open) {
        body_->setVisible(open);
        emit foldedChanged(!open);
    });
}

bool Section::folded() const {
    return !header_->isChecked();
}

void Section::setFolded(bool folded) {
    header_->setChecked(!folded);
}

}  // namespace headroom::widgets
