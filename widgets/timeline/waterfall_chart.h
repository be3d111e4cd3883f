#pragma once

#include <QWidget>
#include <vector>

#include "widgets/common/look.h"
#include "widgets/timeline/waterfall.h"

namespace headroom::widgets {

/// A waterfall: a line for the request and for each of its calls, with what their time went by with. A press
/// on a line says whose it is.
class WaterfallChart : public QWidget {
    Q_OBJECT

  public:
    explicit WaterfallChart(Look& look, QWidget* parent = nullptr);

    void show(std::vector<WaterfallRow> rows);
    [[nodiscard]] const std::vector<WaterfallRow>& rows() const { return rows_; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  signals:
    void chosen(const QString& component);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

  private:
    [[nodiscard]] QRectF rowRect(std::size_t row) const;
    [[nodiscard]] double across(double ms) const;
    [[nodiscard]] int rowAt(const QPointF& position) const;
    [[nodiscard]] QString described(const WaterfallRow& row) const;
    void paintAxis(QPainter& painter) const;
    void paintRow(QPainter& painter, std::size_t place) const;
    void paintPiece(QPainter& painter, const WaterfallRow::Piece& piece, const QRectF& bar) const;

    Look& look_;
    std::vector<WaterfallRow> rows_;
};

/// The key to its inks, in one line: those that occur.
class WaterfallKey : public QWidget {
    Q_OBJECT

  public:
    explicit WaterfallKey(Look& look, QWidget* parent = nullptr);
    void show(const std::vector<WaterfallRow>& rows);
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    Look& look_;
    std::vector<results::SpanKind> kinds_;
};

}  // namespace headroom::widgets
