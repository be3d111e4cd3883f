#pragma once

#include <QMenu>

namespace headroom::app {

class MainWindow;

/// Files opened last; filled when it is looked at.
class RecentMenu : public QMenu {
    Q_OBJECT

  public:
    RecentMenu(MainWindow& window, QWidget* parent);

  private:
    void fill();

    MainWindow& window_;
};

}  // namespace headroom::app
