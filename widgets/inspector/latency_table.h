#pragma once

#include <QList>
#include <QWidget>

#include "core/results/results.h"
#include "widgets/common/look.h"

namespace headroom::widgets {

/// Latencies in a small table: a line each, with mean, p50, p95 and p99.
class LatencyTable : public QWidget {
    Q_OBJECT

  public:
    struct Line {
        QString label;
        results::Latency latency;
        friend bool operator==(const Line&, const Line&) = default;
    };

    explicit LatencyTable(Look& look, QWidget* parent = nullptr);
    void setLines(QList<Line> lines);
    void setStale(bool stale);
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void paintRow(QPainter& painter, double top, const QString& label, const QStringList& figures) const;

    Look& look_;
    QList<Line> lines_;
    bool stale_ = false;
};

}  // namespace headroom::widgets
