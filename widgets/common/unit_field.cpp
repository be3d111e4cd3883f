#include "widgets/common/unit_field.h"

#include <QFocusEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QWheelEvent>

#include "core/base/numbers.h"
#include "widgets/common/style.h"
#include "widgets/common/text.h"

namespace headroom::widgets {

namespace {

constexpr int unitSlot = 36;  // kept free in every field, so that numbers stand in one column
constexpr int edge = 7;
constexpr int gap = 3;                  // between number and unit
constexpr int stepsAreOneWithin = 700;  // milliseconds

}  // namespace

UnitField::UnitField(QWidget* parent) : QLineEdit(parent) {
    stepsEnd_.setSingleShot(true);
    stepsEnd_.setInterval(stepsAreOneWithin);
    connect(&stepsEnd_, &QTimer::timeout, this, &UnitField::endGesture);
    setFormat({});
}

void UnitField::setFormat(const QuantityFormat& format) {
    format_ = format;
    refreshText();
}

void UnitField::setQuantity(std::optional<double> value) {
    if (value == value_) {
        return;
    }
    value_ = value;
    const bool typing = hasFocus() && isModified();
    if (!typing && !broken_) {
        refreshText();
    }
}

void UnitField::setFallback(std::optional<double> value) {
    fallback_ = value;
    setFaintText(faintText_);
}

void UnitField::setFaintText(const QString& faint) {
    faintText_ = faint;
    const QString number = fallback_ && faint.isEmpty() ? atRest(*fallback_).number : faint;
    if (placeholderText() != number) {
        setPlaceholderText(number);
    }
    align();
}

void UnitField::setBroken(bool broken) {
    if (broken == broken_) {
        return;
    }
    broken_ = broken;
    setProperty("broken", broken);
    style()->unpolish(this);
    style()->polish(this);
}

UnitField::Shown UnitField::atRest(double value) const {
    const QString exact = toQt(editableNumber(value, format_.unit));
    const QString symbol = toQt(unitInfo(format_.unit).symbol);
    const std::string nice = formatQuantity(value, format_.unit);
    const auto back = parseQuantity(nice, format_.unit);
    const QStringList parts = toQt(nice).split(QChar(0x00A0));
    if (!back || tidied(*back) != tidied(value) || parts.size() > 2) {
        return {exact, symbol};
    }
    return {parts[0], parts.size() == 2 ? parts[1] : QString()};
}

UnitField::Shown UnitField::shown() const {
    const QString symbol = toQt(unitInfo(format_.unit).symbol);
    if (hasFocus() || broken_) {
        return {value_ ? toQt(editableNumber(*value_, format_.unit)) : QString(), symbol};
    }
    if (value_) {
        return atRest(*value_);
    }
    const bool faintNumber = fallback_ && faintText_.isEmpty();
    return {QString(), faintNumber ? atRest(*fallback_).unit : QString()};
}

void UnitField::refreshText() {
    const QString wanted = shown().number;
    if (QLineEdit::text() != wanted) {
        setText(wanted);
    }
    setModified(false);
    align();
    update();
}

void UnitField::align() {
    // Words such as "from the price list" take the whole field; numbers leave room for the unit.
    const bool words = !value_ && !hasFocus() && !broken_ && !faintText_.isEmpty();
    setAlignment((words ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    setTextMargins(0, 0, words ? 0 : unitSlot - edge, 0);
}

double UnitField::stepOrigin() const {
    return value_ ? *value_ : fallback_.value_or(format_.minimum);
}

void UnitField::commit() {
    if (!isModified()) {
        return;
    }
    setModified(false);
    const QString typed = QLineEdit::text().trimmed();
    if (typed.isEmpty()) {
        setBroken(false);
        emit cleared();
        return;
    }
    const auto value = parseQuantity(typed.toStdString(), format_.unit);
    if (!value) {
        setBroken(true);
        emit unreadable(QString::fromStdString(value.error().line()));
        return;
    }
    setBroken(false);
    emit entered(tidied(*value));
    if (!broken_) {
        refreshText();
    }
}

void UnitField::stepBy(int count, StepSize size) {
    commit();
    if (broken_) {
        return;
    }
    beginGesture();
    emit entered(stepped(stepOrigin(), count, size, format_));
    stepsEnd_.start();
}

void UnitField::beginScrub() {
    commit();
    scrubFrom_ = stepOrigin();
    beginGesture();
}

void UnitField::scrubBy(double pixels) {
    const double value = scrubbed(scrubFrom_, pixels, format_);
    if (value != stepOrigin()) {
        emit entered(value);
    }
}

void UnitField::endScrub() {
    endGesture();
}

void UnitField::beginGesture() {
    stepsEnd_.stop();
    if (!inGesture_) {
        inGesture_ = true;
        emit gestureBegan();
    }
}

void UnitField::endGesture() {
    stepsEnd_.stop();
    if (inGesture_) {
        inGesture_ = false;
        emit gestureEnded();
    }
}

bool UnitField::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && !isModified()) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();  // nothing is being typed: the design's own undo is meant
            return false;
        }
    }
    return QLineEdit::event(event);
}

void UnitField::keyPressEvent(QKeyEvent* event) {
    const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
    const StepSize size = shift ? StepSize::fine : StepSize::normal;
    switch (event->key()) {
        case Qt::Key_Up:
            return stepBy(1, size);
        case Qt::Key_Down:
            return stepBy(-1, size);
        case Qt::Key_PageUp:
            return stepBy(1, StepSize::coarse);
        case Qt::Key_PageDown:
            return stepBy(-1, StepSize::coarse);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            endGesture();
            commit();
            selectAll();
            return;
        case Qt::Key_Escape:
            if (!isModified() && !broken_) {
                break;
            }
            setBroken(false);
            refreshText();
            emit reverted();
            return;
        default:
            break;
    }
    QLineEdit::keyPressEvent(event);
}

void UnitField::wheelEvent(QWheelEvent* event) {
    const int notches = event->angleDelta().y() / 120;
    if (!hasFocus() || notches == 0) {
        event->ignore();  // the form scrolls
        return;
    }
    stepBy(notches, event->modifiers().testFlag(Qt::ShiftModifier) ? StepSize::fine : StepSize::normal);
    event->accept();
}

void UnitField::focusInEvent(QFocusEvent* event) {
    QLineEdit::focusInEvent(event);
    if (!broken_) {
        refreshText();
    }
    if (event->reason() == Qt::MouseFocusReason) {
        QTimer::singleShot(0, this, [this] {
            if (!hasSelectedText()) {
                selectAll();
            }
        });
    } else {
        selectAll();
    }
}

void UnitField::focusOutEvent(QFocusEvent* event) {
    endGesture();
    commit();
    QLineEdit::focusOutEvent(event);
    if (!broken_) {
        refreshText();
    }
}

void UnitField::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    const QString unit = shown().unit;
    if (unit.isEmpty()) {
        return;
    }
    QPainter painter(this);
    QFont small = font();
    small.setPixelSize(type::secondary);
    painter.setFont(small);
    painter.setPen(
        palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::PlaceholderText));
    const QRect slot = rect().adjusted(width() - unitSlot + gap, 0, 0, 0);
    painter.drawText(slot, Qt::AlignLeft | Qt::AlignVCenter, unit);
}

}  // namespace headroom::widgets
