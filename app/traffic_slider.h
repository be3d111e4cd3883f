#pragma once

#include <QSlider>

#include "widgets/common/look.h"

namespace headroom::app {

/// A logarithmic slider from 0.1× to 1000×, with a mark at each decade, that rests on 1× when it comes near.
/// Arrows move by a twentieth of a decade, page keys by a decade, a double-click goes back to 1×.
class TrafficSlider : public QSlider {
    Q_OBJECT

  public:
    explicit TrafficSlider(widgets::Look& look, QWidget* parent = nullptr);

    /// 0.1 to 1000; rounded to three digits.
    [[nodiscard]] double factor() const;
    /// Shows `factor` without saying anything; what lies outside is shown at the end.
    void showFactor(double factor);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  signals:
    void factorChosen(double factor);
    void gestureBegan();
    void gestureEnded();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

  private:
    [[nodiscard]] double xOf(int value) const;
    [[nodiscard]] int valueAt(double x) const;
    void choose(int value);

    widgets::Look& look_;
    bool dragging_ = false;
};

}  // namespace headroom::app
