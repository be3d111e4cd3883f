#pragma once

#include <QHash>
#include <QKeySequence>
#include <QObject>
#include <QString>
#include <span>

class QAction;
class QMenu;
class QMenuBar;
class QToolBar;

namespace headroom::widgets {
class Look;
}

namespace headroom::app {

class MainWindow;

/// One thing a person can do in a window. The one table of these feeds menus, tool bar, context menu and
/// shortcuts.
struct ActionSpec {
    /// Where it is found besides its menu.
    enum Place : unsigned { menuOnly = 0, toolBar = 1, contextMenu = 2 };
    /// Window: works everywhere in it. Canvas: only while the canvas has the keyboard, where the canvas
    /// itself knows the key and the menu merely shows it.
    enum class Keys { window, canvas };

    const char* id;
    const char* menu;   ///< "file", "edit", ...; with a slash for a submenu: "file/export"
    const char* label;  ///< with & and, where a window opens, an ellipsis
    const char* icon;   ///< name in resources/icons; empty: none
    const char* shortcut;
    const char* help;
    void (*run)(MainWindow&);
    bool (*enabled)(const MainWindow&) = nullptr;      ///< null: always
    bool (*checked)(const MainWindow&) = nullptr;      ///< null: not something that is on or off
    QString (*labelNow)(const MainWindow&) = nullptr;  ///< null: the label
    unsigned places = menuOnly;
    bool separatorBefore = false;
    Keys keys = Keys::window;
};

std::span<const ActionSpec> actionTable();

/// The actions of one window, made from the table.
class Actions : public QObject {
    Q_OBJECT

  public:
    Actions(MainWindow& window, widgets::Look& look);

    /// The action of this id, which is in the table.
    [[nodiscard]] QAction* action(const QString& id) const;

    void fillMenuBar(QMenuBar& bar);
    /// Those of the tool bar, of which `menu` names the menu they come from.
    void addToToolBar(QToolBar& bar, const QString& menu);
    /// What can be done now.
    void fillContextMenu(QMenu& menu);

    /// Labels, what is enabled and what is checked, by the window's present state.
    void refresh();

  private:
    void make(const ActionSpec& spec);
    void paintIcons();

    MainWindow& window_;
    widgets::Look& look_;
    QHash<QString, QAction*> actions_;
};

}  // namespace headroom::app
