#include "app/display_check.h"

#include <QString>
#include <QtGlobal>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace headroom::app {

const char* const noDisplayLine =
    "headroom: there is no display to open a window on; headroom-cli solves, validates and exports without "
    "one";

namespace {

void onMessage(QtMsgType type, const QMessageLogContext&, const QString& text) {
    const bool platform = text.contains(QLatin1String("platform plugin")) ||
                          text.contains(QLatin1String("could not connect to display"));
    if (type == QtFatalMsg && platform) {
        std::fprintf(stderr, "%s\n", noDisplayLine);
        std::_Exit(1);
    }
    if (platform) {
        return;  // what comes before the fatal one says the same
    }
    std::fprintf(stderr, "%s\n", qPrintable(text));
    if (type == QtFatalMsg) {
        std::abort();
    }
}

}  // namespace

bool displayNamed(int count, char** arguments) {
    for (int i = 1; i < count; ++i) {
        const std::string_view argument = arguments[i];
        if (argument == "-platform" || argument == "--platform") {
            return true;
        }
    }
    return !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") || !qEnvironmentVariableIsEmpty("DISPLAY") ||
           !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
}

void explainUnreachableDisplay() {
    qInstallMessageHandler(onMessage);
}

}  // namespace headroom::app
