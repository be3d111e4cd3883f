#pragma once

#include <QByteArray>
#include <QChartView>
#include <QMarginsF>
#include <QString>

#include "core/base/units.h"
#include "widgets/charts/axis_scale.h"
#include "widgets/common/csv_table.h"
#include "widgets/common/document.h"
#include "widgets/common/look.h"

class QValueAxis;

namespace headroom::widgets {

/// One chart. Qt Charts draws the data; grid, ticks, labels and marks are painted here, in the program's type
/// and with its figures. A line above the data says in words what there is to see; where there is nothing, it
/// stands alone.
class ChartPage : public QChartView {
    Q_OBJECT

  public:
    ChartPage(Document& document, Look& look, QWidget* parent = nullptr);

    /// Takes what the document answers now; may go on in the background.
    virtual void refresh() = 0;
    /// What is being computed is of no use any more. True where something was.
    virtual bool abandon() { return false; }
    /// Only names have changed, no numbers.
    virtual void relabel() { refresh(); }
    /// The numbers behind the chart; no rows where there are none.
    [[nodiscard]] virtual CsvTable table() const = 0;

    /// Whether there is something to draw, and to save.
    [[nodiscard]] bool hasData() const { return hasData_; }
    /// What the line above the data says, or what stands in place of data.
    [[nodiscard]] const QString& statement() const { return statement_; }

    /// The page as it stands, in the present theme.
    [[nodiscard]] QByteArray png();
    [[nodiscard]] QByteArray svg();

    [[nodiscard]] QSize sizeHint() const override { return {640, 200}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {280, 120}; }

  protected:
    struct Axis {
        AxisScale scale;
        Unit unit = Unit::none;
        QString caption;
        int most = 6;  ///< ticks
    };

    /// Data are there, and this is what they say.
    void say(const QString& statement);
    /// There are none, and this is why.
    void sayInstead(const QString& why);

    /// Sets the ranges of both axes; series are attached to them by attach().
    void setAxes(Axis x, Axis y);
    void attach(QAbstractSeries& series);
    [[nodiscard]] const Axis& xAxis() const { return x_; }
    [[nodiscard]] const Axis& yAxis() const { return y_; }
    /// Where a pair of values lies, in pixels of the page.
    [[nodiscard]] QPointF at(double x, double y) const;
    [[nodiscard]] QRectF plotArea() const;

    [[nodiscard]] virtual QMarginsF plotMargins() const;
    /// Gives the series the inks of the theme.
    virtual void dress() = 0;
    /// Below the data: by default the grid with its ticks.
    virtual void paintGround(QPainter& painter);
    /// Above the data.
    virtual void paintMarks(QPainter& painter) = 0;

    /// One line of secondary text at `anchor`, kept within the page.
    void paintLabel(QPainter& painter, const QPointF& anchor, Qt::Alignment side, const QString& text,
                    render::Token ink, bool strong = false) const;
    /// A filled dot with a ring of the ground around it.
    void paintDot(QPainter& painter, const QPointF& centre, render::Token ink) const;

    [[nodiscard]] Document& document() const { return document_; }
    [[nodiscard]] Look& look() const { return look_; }

    void resizeEvent(QResizeEvent* event) override;
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void wheelEvent(QWheelEvent* event) override;

  private:
    void placePlot();
    void redress();
    void paintStatement(QPainter& painter) const;
    void paintWhole(QPainter& painter);

    Document& document_;
    Look& look_;
    Axis x_;
    Axis y_;
    QValueAxis* across_;
    QValueAxis* up_;
    QString statement_;
    bool hasData_ = false;
};

/// "1.24 k/s", or a dash where there is no figure.
QString figureText(const results::Figure& figure, Unit unit);

}  // namespace headroom::widgets
