#pragma once

#include <QListWidget>

#include "widgets/common/document.h"

namespace headroom::app {

/// What was done, oldest first, and what could be done again, faint, below. A click goes there.
class HistoryList : public QListWidget {
    Q_OBJECT

  public:
    explicit HistoryList(widgets::Document& document, QWidget* parent = nullptr);

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void refresh();
    void goTo(int row);

    widgets::Document& document_;
};

}  // namespace headroom::app
