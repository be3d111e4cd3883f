#pragma once

#include <QDockWidget>

#include "widgets/charts/charts_panel.h"

namespace headroom::widgets {
class ChartsTitle;
}

namespace headroom::app {

class Session;

/// The charts at the bottom of a window. Folded, only the line of tabs is left. Whether it is folded is
/// remembered apart for windows with and without the height for charts (800 px); without, it starts folded.
class ChartsDock : public QDockWidget {
    Q_OBJECT

  public:
    ChartsDock(Session& session, widgets::Look& look, QMainWindow& window);

    [[nodiscard]] widgets::ChartsPanel& panel() const { return *panel_; }
    [[nodiscard]] bool folded() const { return folded_; }
    void setFolded(bool folded);
    /// Brings a chart into view, wherever the dock is.
    void reveal(widgets::Chart chart);

  signals:
    /// "png", "svg" or "csv": where to is to be asked.
    void saveWanted(const QString& suffix);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    /// As it was left in windows of this height.
    void recall();
    void remember() const;
    [[nodiscard]] QString foldedKey() const;

    QMainWindow& window_;
    QWidget* room_;  ///< for the panel; without height while folded
    widgets::ChartsPanel* panel_;
    widgets::ChartsTitle* title_;
    bool folded_ = false;
    bool roomy_ = true;
    int unfoldedHeight_;
};

}  // namespace headroom::app
