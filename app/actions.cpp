#include "app/actions.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <array>

#include "app/main_window.h"
#include "app/recent_menu.h"
#include "widgets/canvas/canvas.h"
#include "widgets/common/look.h"

namespace headroom::app {

namespace {

struct MenuTitle {
    const char* path;
    const char* title;
};

/// In the order of the menu bar; a submenu stands where its first action does.
constexpr std::array<MenuTitle, 9> menuTitles{{{"file", QT_TRANSLATE_NOOP("Actions", "&File")},
                                               {"edit", QT_TRANSLATE_NOOP("Actions", "&Edit")},
                                               {"view", QT_TRANSLATE_NOOP("Actions", "&View")},
                                               {"help", QT_TRANSLATE_NOOP("Actions", "&Help")},
                                               {"edit/arrange", QT_TRANSLATE_NOOP("Actions", "A&rrange")},
                                               {"edit/frame", QT_TRANSLATE_NOOP("Actions", "&Frame")},
                                               {"edit/break", QT_TRANSLATE_NOOP("Actions", "&Break This")},
                                               {"file/export", QT_TRANSLATE_NOOP("Actions", "&Export")},
                                               {"view/theme", QT_TRANSLATE_NOOP("Actions", "&Theme")}}};

QString translated(const char* text) {
    return QCoreApplication::translate("Actions", text);
}

QString titleOf(const QString& path) {
    for (const MenuTitle& menu : menuTitles) {
        if (path == QLatin1String(menu.path)) {
            return translated(menu.title);
        }
    }
    return path;
}

/// A label as it stands alone, without its mnemonic.
QString plain(QString label) {
    return label.remove(QLatin1Char('&'));
}

QString toolTipOf(const ActionSpec& spec) {
    const QString keys = QKeySequence(QString::fromLatin1(spec.shortcut)).toString(QKeySequence::NativeText);
    const QString head =
        plain(translated(spec.label)) + (keys.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(keys));
    return QStringLiteral("<p><b>%1</b><br>%2</p>")
        .arg(head.toHtmlEscaped(), translated(spec.help).toHtmlEscaped());
}

}  // namespace

Actions::Actions(MainWindow& window, widgets::Look& look) : QObject(&window), window_(window), look_(look) {
    for (const ActionSpec& spec : actionTable()) {
        make(spec);
    }
    connect(&look_, &widgets::Look::changed, this, &Actions::paintIcons);
    paintIcons();
}

void Actions::make(const ActionSpec& spec) {
    auto* action = new QAction(translated(spec.label), this);
    action->setObjectName(QString::fromLatin1(spec.id));
    action->setToolTip(toolTipOf(spec));
    action->setStatusTip(translated(spec.help));
    action->setCheckable(spec.checked != nullptr);
    action->setShortcut(QKeySequence(QString::fromLatin1(spec.shortcut)));
    if (spec.keys == ActionSpec::Keys::canvas) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        window_.canvas().addAction(action);
    } else {
        window_.addAction(action);
    }
    if (QLatin1String(spec.id) == QLatin1String("zoom_in")) {
        action->setShortcuts(
            {QKeySequence(QStringLiteral("Ctrl++")), QKeySequence(QStringLiteral("Ctrl+="))});
    } else if (QLatin1String(spec.id) == QLatin1String("redo")) {
        action->setShortcuts(
            {QKeySequence(QStringLiteral("Ctrl+Shift+Z")), QKeySequence(QStringLiteral("Ctrl+Y"))});
    }
    connect(action, &QAction::triggered, this, [this, &spec] {
        spec.run(window_);
        refresh();
    });
    actions_.insert(action->objectName(), action);
}

void Actions::paintIcons() {
    for (const ActionSpec& spec : actionTable()) {
        if (*spec.icon != '\0') {
            action(QString::fromLatin1(spec.id))->setIcon(look_.icon(QString::fromLatin1(spec.icon)));
        }
    }
}

QAction* Actions::action(const QString& id) const {
    Q_ASSERT(actions_.contains(id));
    return actions_.value(id);
}

void Actions::fillMenuBar(QMenuBar& menuBar) {
    QHash<QString, QMenu*> menus;
    const auto menuFor = [&](const QString& path) {
        if (QMenu* there = menus.value(path)) {
            return there;
        }
        const qsizetype slash = path.indexOf(QLatin1Char('/'));
        QMenu* menu = slash < 0 ? menuBar.addMenu(titleOf(path))
                                : menus.value(path.left(slash))->addMenu(titleOf(path));
        menu->setToolTipsVisible(false);
        menus.insert(path, menu);
        return menu;
    };
    for (const ActionSpec& spec : actionTable()) {
        QMenu* menu = menuFor(QString::fromLatin1(spec.menu));
        if (spec.separatorBefore) {
            menu->addSeparator();
        }
        menu->addAction(action(QString::fromLatin1(spec.id)));
        if (QLatin1String(spec.id) == QLatin1String("open")) {
            menu->addMenu(new RecentMenu(window_, menu));
        }
    }
}

void Actions::addToToolBar(QToolBar& toolBar, const QString& menu) {
    for (const ActionSpec& spec : actionTable()) {
        if ((spec.places & ActionSpec::toolBar) != 0 && menu == QLatin1String(spec.menu)) {
            toolBar.addAction(action(QString::fromLatin1(spec.id)));
        }
    }
}

void Actions::fillContextMenu(QMenu& menu) {
    QHash<QString, QMenu*> submenus;
    for (const ActionSpec& spec : actionTable()) {
        QAction* one = action(QString::fromLatin1(spec.id));
        if ((spec.places & ActionSpec::contextMenu) != 0 && one->isEnabled()) {
            const QString path = QString::fromLatin1(spec.menu);
            QMenu*& submenu = submenus[path];
            if (path.contains(QLatin1Char('/')) && submenu == nullptr) {
                submenu = menu.addMenu(titleOf(path));
            }
            QMenu& into = submenu != nullptr ? *submenu : menu;
            if (spec.separatorBefore && !into.isEmpty()) {
                into.addSeparator();
            }
            into.addAction(one);
        }
    }
}

void Actions::refresh() {
    for (const ActionSpec& spec : actionTable()) {
        QAction* one = action(QString::fromLatin1(spec.id));
        if (spec.enabled != nullptr) {
            one->setEnabled(spec.enabled(window_));
        }
        if (spec.checked != nullptr) {
            one->setChecked(spec.checked(window_));
        }
        if (spec.labelNow != nullptr) {
            const QString label = spec.labelNow(window_);
            one->setText(label.isEmpty() ? translated(spec.label) : label);
        }
    }
}

}  // namespace headroom::app
