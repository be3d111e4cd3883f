#pragma once

#include "widgets/charts/charts_panel.h"
#include "widgets/common/page_tabs.h"

namespace headroom::widgets {

/// The line above the charts: which one is seen, saving it, folding and hiding.
class ChartsTitle : public PageTabs {
    Q_OBJECT

  public:
    ChartsTitle(ChartsPanel& panel, Look& look, QWidget* parent = nullptr);

    void showFolded(bool folded);

  signals:
    /// A person wants to see this one, folded or not.
    void chosen(headroom::widgets::Chart chart);
    void foldToggled();

  private:
    void paintFold();

    Look& look_;
    QToolButton* fold_;
    bool folded_ = false;
};

}  // namespace headroom::widgets
