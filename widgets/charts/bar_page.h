#pragma once

#include <vector>

#include "widgets/charts/chart_page.h"

class QBarSet;
class QHorizontalStackedBarSeries;

namespace headroom::widgets {

/// Horizontal bars, one a component, longest first, as many as there is room for and the rest in one line.
/// A click on a row selects its component; with the keyboard, arrow keys do.
class BarPage : public ChartPage {
    Q_OBJECT

  public:
    BarPage(Document& document, Look& look, QWidget* parent = nullptr);

    /// The components in the order of their rows, shown or not.
    [[nodiscard]] QStringList ids() const;
    /// The rectangle of a row in pixels of the page; empty for a component that is not shown.
    [[nodiscard]] QRectF rowOf(const QString& id) const;

  protected:
    enum class Shape { none, openTriangle, fullTriangle, cross };
    struct Bar {
        Id id;  ///< empty: several together
        QString name;
        double length = 0;  ///< in the unit of the axis
        QString words;      ///< behind the bar
        render::Token ink = render::Token::accent;
        render::Token wordsInk = render::Token::text;
        Shape shape = Shape::none;
        bool hatched = false;
    };

    /// All rows, longest first; `end` is the right end of the axis.
    void setBars(std::vector<Bar> bars, double end);
    /// What stands for the rows from `first` on.
    [[nodiscard]] virtual Bar rest(std::size_t first) const = 0;
    [[nodiscard]] const std::vector<Bar>& bars() const { return bars_; }

    [[nodiscard]] QMarginsF plotMargins() const override;
    void dress() override;
    void paintGround(QPainter& painter) override;
    void paintMarks(QPainter& painter) override;
    /// Where a length ends.
    [[nodiscard]] double across(double length) const;

    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void arrange();
    [[nodiscard]] QRectF row(std::size_t index) const;
    [[nodiscard]] const Bar* barAt(const QPointF& position) const;
    void paintRow(QPainter& painter, const Bar& bar, const QRectF& row) const;
    void paintShape(QPainter& painter, const Bar& bar, const QPointF& centre) const;

    std::vector<Bar> bars_;
    std::vector<Bar> shown_;
    double end_ = 1;
    QHorizontalStackedBarSeries* series_;
    std::vector<QBarSet*> sets_;
};

}  // namespace headroom::widgets
