#pragma once

#include <QAbstractButton>

#include "widgets/common/look.h"

namespace headroom::widgets {

/// A switch that is on or off: what a check box is to a form.
class Toggle : public QAbstractButton {
    Q_OBJECT

  public:
    explicit Toggle(Look& look, QWidget* parent = nullptr);
    /// Several records disagree; the next click switches all on.
    void setMixed(bool mixed);
    [[nodiscard]] bool mixed() const { return mixed_; }
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void nextCheckState() override;

  private:
    Look& look_;
    bool mixed_ = false;
};

}  // namespace headroom::widgets
