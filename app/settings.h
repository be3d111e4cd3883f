#pragma once

#include <QSettings>
#include <QStringList>

namespace headroom::app {

/// What a person prefers, remembered under $XDG_CONFIG_HOME/headroom/headroom.ini. Nothing of a design is
/// here.
QSettings settings();

/// Files opened or saved last, newest first, those that are gone left out.
QStringList recentFiles();
void rememberFile(const QString& path);
void forgetRecentFiles();

}  // namespace headroom::app
