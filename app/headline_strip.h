#pragma once

#include <QTimer>
#include <QWidget>
#include <optional>
#include <vector>

#include "widgets/charts/charts_panel.h"
#include "widgets/common/document.h"
#include "widgets/common/look.h"

namespace headroom::app {

/// The six figures that sum a design up, at the bottom of the window, and whether they can be trusted. Each
/// has a fixed place, so that nothing moves while numbers change. A click opens the chart behind a figure; on
/// the bottleneck it selects it too.
class HeadlineStrip : public QWidget {
    Q_OBJECT

  public:
    HeadlineStrip(widgets::Document& document, widgets::Look& look, QWidget* parent = nullptr);

    /// "Goodput 1.2 k/s": what stands at `index`, 0 to 5.
    [[nodiscard]] QString spoken(int index) const;
    [[nodiscard]] QString stateText() const { return state_; }
    /// Where the figure at `index` stands.
    [[nodiscard]] QRectF cellRect(int index) const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  signals:
    void chartWanted(headroom::widgets::Chart chart);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

  private:
    struct Cell {
        QString label;
        QString figure;
        QString help;
        bool alarming = false;                               ///< in the ink of an error
        int share = 1;                                       ///< of the width
        std::optional<widgets::Chart> chart = std::nullopt;  ///< behind the figure
    };

    void refresh();
    void refreshState();
    [[nodiscard]] QString stateNow() const;
    [[nodiscard]] QString bottleneckName() const;
    [[nodiscard]] int cellAt(const QPoint& position) const;
    void paintCell(QPainter& painter, const QRectF& box, const Cell& cell) const;
    void paintState(QPainter& painter) const;

    widgets::Document& document_;
    widgets::Look& look_;
    std::vector<Cell> cells_;
    QString state_;
    bool saidSolving_ = false;
    QTimer patience_;  ///< a quick solve is not worth a word
};

}  // namespace headroom::app
