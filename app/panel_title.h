#pragma once

#include <QDockWidget>
#include <QWidget>

#include "widgets/common/look.h"

namespace headroom::app {

/// The title line of a dock: its name, and a button that hides it. Dragging it moves the dock.
class PanelTitle : public QWidget {
    Q_OBJECT

  public:
    PanelTitle(widgets::Look& look, QDockWidget* dock);
    [[nodiscard]] QSize sizeHint() const override;
};

}  // namespace headroom::app
