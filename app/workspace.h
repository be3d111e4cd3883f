#pragma once

#include <QList>
#include <QObject>
#include <QString>
#include <memory>

#include "app/session.h"
#include "app/theme_control.h"
#include "widgets/common/look.h"

namespace headroom::app {

class MainWindow;

/// All that the windows of one process share: catalogue, look and theme; and the windows themselves, one for
/// each open design.
class Workspace : public QObject {
    Q_OBJECT

  public:
    /// `light` is the light theme of the catalogue's data.
    Workspace(Session::CatalogPointer catalog, render::Theme light, QObject* parent = nullptr);
    ~Workspace() override;

    [[nodiscard]] widgets::Look& look() { return look_; }
    [[nodiscard]] ThemeControl& themeControl() { return theme_; }
    [[nodiscard]] const Session::CatalogPointer& catalog() const { return catalog_; }
    [[nodiscard]] const QList<MainWindow*>& windows() const { return windows_; }

    MainWindow* newWindow();
    /// Opens a file: raises the window that has it, else takes the place of a blank design in `from`, else
    /// opens a window. A file that cannot be read is said in `from` (or a new window); nothing else changes.
    MainWindow* openFile(const QString& path, MainWindow* from = nullptr);
    /// Plays the worked case of a file, in `from` where it is blank. Null where the file is no case at all;
    /// one that is broken is said like a broken design.
    MainWindow* openCase(const QString& path, MainWindow* from = nullptr);
    /// A finished design to start from, as a new unsaved one in `into`.
    void openStarter(const QString& slug, MainWindow& into);
    void closeAll();

    /// Opens again what was open when the last window closed; false where there is nothing to open.
    bool restoreSession();
    /// Called by a window that goes: the last ones are remembered for the next start.
    void windowCloses(const MainWindow& window);

  private:
    [[nodiscard]] MainWindow* windowOf(const QString& path) const;
    void raise(MainWindow& window);
    void rememberSession() const;

    Session::CatalogPointer catalog_;
    widgets::Look look_;
    ThemeControl theme_;
    QList<MainWindow*> windows_;
    bool closingAll_ = false;
};

}  // namespace headroom::app
