#pragma once

#include <QComboBox>

#include "widgets/common/look.h"

namespace headroom::widgets {

/// A choice of a few, drawn like the other fields. The wheel passes through unless it has the keyboard.
class ChoiceField : public QComboBox {
    Q_OBJECT

  public:
    explicit ChoiceField(Look& look, QWidget* parent = nullptr);
    /// What is shown is a default.
    void setFaint(bool faint);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

  private:
    Look& look_;
    bool faint_ = false;
};

}  // namespace headroom::widgets
