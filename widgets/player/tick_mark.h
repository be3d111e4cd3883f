#pragma once

#include <QWidget>

#include "widgets/common/look.h"

namespace headroom::widgets {

/// What became of a claim: a ring while it is being checked, a disc with a tick where it holds, a square on
/// its corner with a cross where it does not.
class TickMark : public QWidget {
    Q_OBJECT

  public:
    enum class State { checking, holds, fails };

    explicit TickMark(Look& look, QWidget* parent = nullptr);
    void setState(State state);
    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] QSize sizeHint() const override { return {18, 18}; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    Look& look_;
    State state_ = State::checking;
};

}  // namespace headroom::widgets
