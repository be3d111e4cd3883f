#pragma once

#include <QLabel>
#include <QPointer>

#include "widgets/common/unit_field.h"

namespace headroom::widgets {

/// The label of a number field: dragging it sideways changes the number, as one gesture. Shift is ten times
/// finer. Elides what does not fit.
class ScrubLabel : public QLabel {
    Q_OBJECT

  public:
    explicit ScrubLabel(const QString& text, QWidget* parent = nullptr);

    /// Without a field it is a plain label.
    void setField(UnitField* field);
    void setFullText(const QString& text);
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void elide();

    QString full_;
    QPointer<UnitField> field_;
    double moved_ = 0;
    int lastX_ = 0;
    bool pressed_ = false;
    bool scrubbing_ = false;
};

}  // namespace headroom::widgets
