#pragma once

#include <QColor>
#include <QList>
#include <QString>
#include <QWidget>

#include "core/results/explanation.h"
#include "widgets/common/document.h"
#include "widgets/common/look.h"

namespace headroom::widgets {

/// A mean taken apart: a bar of its parts, and for each its time, its share and the formulas that it comes
/// from. The pointer over a part tells every place with the inputs of its formula.
class LatencySplit : public QWidget {
    Q_OBJECT

  public:
    struct Line {
        results::LatencyPart part = results::LatencyPart::service;
        QString label;
        double ms = 0;
        double share = 0;
        QString formulas;
        QString help;  ///< rich text
        friend bool operator==(const Line&, const Line&) = default;
    };

    LatencySplit(Look& look, QWidget* parent = nullptr);

    /// Parts of less than a hundred-thousandth are left out; the longest comes first.
    void show(const results::Explanation& explanation, const QString& title, const Document& names);
    /// There is none, and this is why.
    void showNone(const QString& why);
    void setStale(bool stale);
    [[nodiscard]] bool stale() const { return stale_; }
    [[nodiscard]] const QList<Line>& lines() const { return lines_; }
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

  private:
    void paintHead(QPainter& painter) const;
    void paintBar(QPainter& painter) const;
    void paintLine(QPainter& painter, const Line& line, int top) const;
    [[nodiscard]] QColor inkOf(results::LatencyPart part) const;
    [[nodiscard]] QRectF column(int top, int height) const;

    Look& look_;
    QString title_;
    QString mean_;
    QString none_;
    QList<Line> lines_;
    bool stale_ = false;
};

}  // namespace headroom::widgets
