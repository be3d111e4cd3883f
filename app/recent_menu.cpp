#include "app/recent_menu.h"

#include <QFileInfo>

#include "app/file_commands.h"
#include "app/main_window.h"
#include "app/settings.h"

namespace headroom::app {

RecentMenu::RecentMenu(MainWindow& window, QWidget* parent)
    : QMenu(tr("Open &Recent"), parent), window_(window) {
    setToolTipsVisible(true);
    connect(this, &QMenu::aboutToShow, this, &RecentMenu::fill);
}

void RecentMenu::fill() {
    clear();
    for (const QString& path : recentFiles()) {
        QAction* action =
            addAction(QFileInfo(path).fileName(), this, [this, path] { window_.files().openPath(path); });
        action->setToolTip(path);
    }
    if (isEmpty()) {
        addAction(tr("No files yet"))->setEnabled(false);
        return;
    }
    addSeparator();
    addAction(tr("Forget These"), this, [] { forgetRecentFiles(); });
}

}  // namespace headroom::app
