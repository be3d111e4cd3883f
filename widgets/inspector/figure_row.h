#pragma once

#include <QWidget>
#include <optional>

#include "core/base/units.h"
#include "widgets/common/look.h"

namespace headroom::widgets {

/// One figure of an answer, in the columns of the form: label left, number and unit right, where the
/// fields end. Optionally with a bar of its share below, with a tick at 70 %.
class FigureRow : public QWidget {
    Q_OBJECT

  public:
    FigureRow(Look& look, const QString& label, const QString& help, QWidget* parent = nullptr);

    /// nullopt shows a dash; a count or share next to nothing that it is less than some.
    void setFigure(std::optional<double> value, Unit unit);
    void setText(const QString& text);
    /// 0 to 1, more overflows; nullopt draws no bar.
    void setBar(std::optional<double> share);
    /// The answer belongs to an older design.
    void setStale(bool stale);
    [[nodiscard]] QString text() const { return text_; }
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void paintBar(QPainter& painter) const;

    Look& look_;
    QString label_;
    QString text_;
    std::optional<double> bar_;
    bool stale_ = false;
};

}  // namespace headroom::widgets
