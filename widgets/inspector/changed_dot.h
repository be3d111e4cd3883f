#pragma once

#include <QAbstractButton>

#include "widgets/common/look.h"

namespace headroom::widgets {

/// The dot beside a value that differs from its default; a click takes the default back.
class ChangedDot : public QAbstractButton {
    Q_OBJECT

  public:
    explicit ChangedDot(Look& look, QWidget* parent = nullptr);
    void setShown(bool shown);
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    Look& look_;
    bool shown_ = false;
};

}  // namespace headroom::widgets
