#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>
#include <array>

#include "core/base/result.h"
#include "widgets/common/document.h"
#include "widgets/common/look.h"

class QStackedWidget;

namespace headroom::widgets {

class ChartPage;

enum class Chart { load, distribution, utilization, cost };
constexpr std::size_t chartCount = 4;

/// The charts, one at a time. Only the one that is seen is kept up to date, a moment after the last change
/// so that no edit waits for it; while changes go on and on, now and then.
class ChartsPanel : public QWidget {
    Q_OBJECT

  public:
    ChartsPanel(Document& document, Look& look, QWidget* parent = nullptr);
    ~ChartsPanel() override;

    [[nodiscard]] Chart chart() const;
    void setChart(Chart chart);
    [[nodiscard]] ChartPage& page(Chart chart) const;
    [[nodiscard]] ChartPage& page() const { return page(chart()); }

    /// "Latency by load", ...
    [[nodiscard]] static QString title(Chart chart);
    /// A file name without suffix: "latency-by-load", ...
    [[nodiscard]] static QString fileStem(Chart chart);

    /// Writes the chart that is seen; the suffix of `path` (.png, .svg, .csv) says how. The file appears
    /// whole or not at all. Errors, by code: "chart-format-unknown", "chart-empty", "chart-not-written".
    Result<> save(const QString& path);

  signals:
    void chartChanged(headroom::widgets::Chart chart);

  protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    /// The numbers of all pages are old.
    void outdate();
    void schedule();
    void refreshNow();
    void abandon();

    Document& document_;
    QStackedWidget* stack_;
    std::array<ChartPage*, chartCount> pages_{};
    std::array<bool, chartCount> stale_{};
    bool renamed_ = false;
    QTimer pause_;
    QElapsedTimer sinceRefresh_;
};

}  // namespace headroom::widgets
