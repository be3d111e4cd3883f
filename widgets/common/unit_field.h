#pragma once

#include <QLineEdit>
#include <QString>
#include <QTimer>
#include <optional>

#include "widgets/common/quantity_step.h"

namespace headroom::widgets {

/// A field for a number with its unit at the right. Takes what parseQuantity takes (`2k`, `10 KB`, `3*4`) on
/// Return, Tab or when the keyboard leaves; arrows, page keys and the wheel step. At rest it shows the number
/// in its best prefix ("1.5 s"); while it has the keyboard, in the stored unit, so that a bare number means
/// what it says. What cannot be read stays as it was typed.
class UnitField : public QLineEdit {
    Q_OBJECT

  public:
    explicit UnitField(QWidget* parent = nullptr);

    void setFormat(const QuantityFormat& format);
    [[nodiscard]] const QuantityFormat& format() const { return format_; }

    /// nullopt: empty, so that the faint text is seen. Never disturbs what is being typed.
    void setQuantity(std::optional<double> value);
    [[nodiscard]] std::optional<double> quantity() const { return value_; }

    /// The value that holds while the field is empty: shown faintly, and where steps start.
    void setFallback(std::optional<double> value);
    /// Shown faintly instead of the fallback: "from the price list", "mixed".
    void setFaintText(const QString& text);

    /// The owner refused what was entered: it stays, marked as broken.
    void setBroken(bool broken);
    [[nodiscard]] bool broken() const { return broken_; }

    /// From the label beside it: begin at the present value, move by pixels, end.
    void beginScrub();
    void scrubBy(double pixels);
    void endScrub();

  signals:
    /// A number in the stored unit that a person entered.
    void entered(double value);
    /// The text was deleted: back to the default.
    void cleared();
    /// What was typed is no number; `line` says what would be one.
    void unreadable(const QString& line);
    /// Several entered() that are one gesture: a scrub, or steps in quick succession.
    void gestureBegan();
    void gestureEnded();
    /// Esc: what was typed is gone again.
    void reverted();

  protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    struct Shown {
        QString number;
        QString unit;
    };
    [[nodiscard]] Shown atRest(double value) const;
    [[nodiscard]] Shown shown() const;
    [[nodiscard]] double stepOrigin() const;
    void commit();
    void refreshText();
    void align();
    void stepBy(int count, StepSize size);
    void beginGesture();
    void endGesture();

    QuantityFormat format_;
    std::optional<double> value_;
    std::optional<double> fallback_;
    QString faintText_;
    QTimer stepsEnd_;
    double scrubFrom_ = 0;
    bool inGesture_ = false;
    bool broken_ = false;
};

}  // namespace headroom::widgets
