#include "widgets/common/scrub_label.h"

#include <QApplication>
#include <QMouseEvent>
#include <cmath>

namespace headroom::widgets {

ScrubLabel::ScrubLabel(const QString& text, QWidget* parent) : QLabel(parent), full_(text) {
    setProperty("role", QStringLiteral("quiet"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    elide();
}

void ScrubLabel::setField(UnitField* field) {
    field_ = field;
    setCursor(field != nullptr ? Qt::SizeHorCursor : Qt::ArrowCursor);
    setBuddy(field);
}

void ScrubLabel::setFullText(const QString& text) {
    if (text != full_) {
        full_ = text;
        elide();
    }
}

QSize ScrubLabel::minimumSizeHint() const {
    return {40, QLabel::minimumSizeHint().height()};
}

void ScrubLabel::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !field_) {
        return;
    }
    pressed_ = true;
    moved_ = 0;
    lastX_ = event->pos().x();
}

void ScrubLabel::mouseMoveEvent(QMouseEvent* event) {
    if (!pressed_ || !field_) {
        return;
    }
    const bool fine = event->modifiers().testFlag(Qt::ShiftModifier);
    moved_ += (event->pos().x() - lastX_) * (fine ? 0.1 : 1.0);
    lastX_ = event->pos().x();
    if (!scrubbing_ && std::abs(moved_) >= QApplication::startDragDistance() / 2.0) {
        scrubbing_ = true;
        field_->beginScrub();
    }
    if (scrubbing_) {
        field_->scrubBy(moved_);
    }
}

void ScrubLabel::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !pressed_) {
        return;
    }
    pressed_ = false;
    if (scrubbing_ && field_) {
        field_->endScrub();
    } else if (field_) {
        field_->setFocus(Qt::ShortcutFocusReason);
    }
    scrubbing_ = false;
}

void ScrubLabel::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    elide();
}

void ScrubLabel::elide() {
    const QString fitting = fontMetrics().elidedText(full_, Qt::ElideRight, qMax(width(), 40));
    if (text() != fitting) {
        setText(fitting);
    }
}

}  // namespace headroom::widgets
