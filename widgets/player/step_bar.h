#pragma once

#include <QWidget>

#include "widgets/common/look.h"

namespace headroom::widgets {

/// How far one is: a stretch for each step. A click goes there.
class StepBar : public QWidget {
    Q_OBJECT

  public:
    explicit StepBar(Look& look, QWidget* parent = nullptr);
    void setPlace(int place, int count, bool onPath);
    [[nodiscard]] QSize sizeHint() const override { return {200, 16}; }

  signals:
    void stepClicked(int step);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

  private:
    [[nodiscard]] QRectF stretch(int step) const;

    Look& look_;
    int place_ = 0;
    int count_ = 0;
    bool onPath_ = true;
};

}  // namespace headroom::widgets
