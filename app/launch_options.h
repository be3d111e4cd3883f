#pragma once

#include <QSize>
#include <QString>
#include <QStringList>
#include <optional>

#include "app/theme_control.h"

class QCommandLineParser;

namespace headroom::app {

/// What was asked for on the command line.
struct LaunchOptions {
    QStringList files;
    QString dataDirectory;
    std::optional<ThemeMode> theme;
    QString screenshot;  ///< a picture of the window is to be written here, and that is all
    QSize size;
    std::optional<double> momentS;  ///< the scenario is simulated, and this moment of it is shown
};

/// Reads `arguments` (the program's name first). On failure `problem` says what is wrong in one line.
std::optional<LaunchOptions> readLaunchOptions(const QStringList& arguments, QString& problem);

/// Whether help or version is asked for; then nothing else counts, and no display is needed.
bool wantsHelp(int count, char** arguments);
/// What --help and --version print.
QString helpText();
QString versionText();

}  // namespace headroom::app
