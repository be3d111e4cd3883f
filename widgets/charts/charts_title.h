#pragma once

#include <QWidget>
#include <array>

#include "widgets/charts/charts_panel.h"

class QToolButton;

namespace headroom::widgets {

/// The line above the charts: which one is seen, saving it, folding and hiding. Serves as the title of a
/// dock: dragging it moves the dock.
class ChartsTitle : public QWidget {
    Q_OBJECT

  public:
    ChartsTitle(ChartsPanel& panel, Look& look, QWidget* parent = nullptr);

    void showFolded(bool folded);
    [[nodiscard]] QSize sizeHint() const override { return {480, 32}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {320, 32}; }

  signals:
    /// A person wants to see this one, folded or not.
    void chosen(headroom::widgets::Chart chart);
    void foldToggled();
    void hideWanted();
    /// "png", "svg" or "csv".
    void saveWanted(const QString& suffix);

  private:
    QToolButton* addTool(const QString& name, const QString& label);
    void fillSaveMenu();
    void showChart(Chart chart);
    void paintIcons();

    Look& look_;
    std::array<QToolButton*, chartCount> tabs_{};
    QToolButton* save_;
    QToolButton* fold_;
    QToolButton* hide_;
    bool folded_ = false;
};

}  // namespace headroom::widgets
