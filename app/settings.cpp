#include "app/settings.h"

#include <QFileInfo>

namespace headroom::app {

namespace {

constexpr int recentCount = 10;
const QString recentKey = QStringLiteral("files/recent");

}  // namespace

QSettings settings() {
    return {QSettings::IniFormat, QSettings::UserScope, QStringLiteral("headroom"),
            QStringLiteral("headroom")};
}

QStringList recentFiles() {
    QStringList there;
    for (const QString& path : settings().value(recentKey).toStringList()) {
        if (QFileInfo::exists(path)) {
            there.append(path);
        }
    }
    return there;
}

void rememberFile(const QString& path) {
    QStringList paths = settings().value(recentKey).toStringList();
    paths.removeAll(path);
    paths.prepend(path);
    settings().setValue(recentKey, QStringList(paths.mid(0, recentCount)));
}

void forgetRecentFiles() {
    settings().remove(recentKey);
}

}  // namespace headroom::app
