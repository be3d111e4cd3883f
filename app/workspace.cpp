#include "app/workspace.h"

#include <QFileInfo>

#include "app/banner.h"
#include "app/case_dock.h"
#include "app/file_commands.h"
#include "app/geometry_report.h"
#include "app/main_window.h"
#include "app/settings.h"
#include "app/starters.h"
#include "core/cases/case_file.h"
#include "core/json/reader.h"

namespace headroom::app {

namespace {

const QString sessionKey = QStringLiteral("session/files");

}  // namespace

Workspace::Workspace(Session::CatalogPointer catalog, render::Theme light, QObject* parent)
    : QObject(parent),
      catalog_(std::move(catalog)),
      look_(catalog_->dataDirectory(), std::move(light)),
      theme_(catalog_->dataDirectory(), look_) {}

Workspace::~Workspace() {
    for (MainWindow* window : QList<MainWindow*>(windows_)) {
        window->disconnect(this);
        delete window;
    }
}

MainWindow* Workspace::newWindow() {
    auto* window = new MainWindow(*this);
    windows_.append(window);
    connect(window, &QObject::destroyed, this, [this, window] { windows_.removeAll(window); });
    GeometryReport::attach(*window);
    window->show();
    return window;
}

MainWindow* Workspace::windowOf(const QString& path) const {
    const QString wanted = QFileInfo(path).canonicalFilePath();
    for (MainWindow* window : windows_) {
        const QString& open = window->session().filePath();
        const QString& played = window->caseDock().path();
        if (!wanted.isEmpty() && !played.isEmpty() && QFileInfo(played).canonicalFilePath() == wanted) {
            return window;
        }
        if (!wanted.isEmpty() && !open.isEmpty() && QFileInfo(open).canonicalFilePath() == wanted) {
            return window;
        }
    }
    return nullptr;
}

void Workspace::raise(MainWindow& window) {
    window.show();
    window.raise();
    window.activateWindow();
}

MainWindow* Workspace::openFile(const QString& path, MainWindow* from) {
    if (MainWindow* there = windowOf(path)) {
        raise(*there);
        return there;
    }
    // Read before a window is made for it: a broken file must not leave an empty one behind.
    Session trial(catalog_, [](const model::Design&, const std::stop_token&) { return results::Results(); });
    if (const auto readable = trial.open(path); !readable) {
        if (MainWindow* player = openCase(path, from)) {
            return player;
        }
        MainWindow* window = from != nullptr ? from : newWindow();
        window->banner().say(readable.error());
        return window;
    }
    MainWindow* window = from != nullptr && from->session().blank() ? from : newWindow();
    if (const auto opened = window->session().open(path); !opened) {
        window->banner().say(opened.error());
        return window;
    }
    rememberFile(window->session().filePath());
    window->showNotices();
    return window;
}

MainWindow* Workspace::openCase(const QString& path, MainWindow* from) {
    const auto text = json::readFile(path.toStdString());
    if (!text || !cases::looksLikeCase(*text)) {
        return nullptr;
    }
    auto loaded = cases::read(*text, *catalog_);
    if (!loaded) {
        MainWindow* window = from != nullptr ? from : newWindow();
        window->banner().say(loaded.error());
        return window;
    }
    MainWindow* window = from != nullptr && from->session().blank() ? from : newWindow();
    const QString absolute = QFileInfo(path).absoluteFilePath();
    window->caseDock().play(std::move(loaded->content), absolute);
    rememberFile(absolute);
    for (const Diagnostic& notice : loaded->notices) {
        window->banner().say(notice);
    }
    return window;
}

void Workspace::openStarter(const QString& slug, MainWindow& into) {
    if (const QString path = starterCase(*catalog_, slug); !path.isEmpty()) {
        openFile(path, &into);
        return;
    }
    auto design = starterDesign(*catalog_, slug);
    if (!design) {
        into.banner().say(design.error());
        return;
    }
    into.files().whenSafe([&into, design] { into.session().replace(*design); });
}

void Workspace::rememberSession() const {
    QStringList paths;
    for (const MainWindow* window : windows_) {
        if (!window->session().filePath().isEmpty()) {
            paths.append(window->session().filePath());
        }
    }
    settings().setValue(sessionKey, paths);
}

bool Workspace::restoreSession() {
    for (const QString& path : settings().value(sessionKey).toStringList()) {
        if (QFileInfo::exists(path)) {
            openFile(path, windows_.isEmpty() ? nullptr : windows_.back());
        }
    }
    return !windows_.isEmpty();
}

void Workspace::windowCloses(const MainWindow& window) {
    // Of windows that are closed one after the other only the last is what a person left off with.
    if (!closingAll_ && windows_.size() == 1 && windows_.front() == &window) {
        rememberSession();
    }
}

void Workspace::closeAll() {
    rememberSession();
    closingAll_ = true;
    for (MainWindow* window : QList<MainWindow*>(windows_)) {
        window->close();
    }
    // A window that asks about unsaved work goes later, or stays.
    closingAll_ = false;
}

}  // namespace headroom::app
