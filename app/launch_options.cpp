#include "app/launch_options.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <string_view>

namespace headroom::app {

namespace {

struct Parser {
    QCommandLineParser parser;
    QCommandLineOption data{QStringLiteral("data"),
                            QCoreApplication::translate("main", "Read kinds, icons and themes from DIR."),
                            QStringLiteral("DIR")};
    QCommandLineOption theme{QStringLiteral("theme"),
                             QCoreApplication::translate("main", "light, dark or system."),
                             QStringLiteral("THEME")};
    QCommandLineOption screenshot{
        QStringLiteral("screenshot"),
        QCoreApplication::translate("main", "Write a picture of the window to PNG and end."),
        QStringLiteral("PNG")};
    QCommandLineOption size{QStringLiteral("size"),
                            QCoreApplication::translate("main", "Size of the window, such as 1280x720."),
                            QStringLiteral("WxH")};
    QCommandLineOption moment{
        QStringLiteral("simulate"),
        QCoreApplication::translate("main", "Simulate the scenario and show its moment at S seconds."),
        QStringLiteral("S")};

    Parser() {
        parser.setApplicationDescription(QCoreApplication::translate(
            "main",
            "Draw a system, see what it can take. The same answers without a window: "
            "headroom-cli."));
        parser.addHelpOption();
        parser.addVersionOption();
        parser.addOptions({data, theme, screenshot, size, moment});
        parser.addPositionalArgument(QStringLiteral("files"),
                                     QCoreApplication::translate("main", "Designs to open."),
                                     QStringLiteral("[FILE...]"));
    }
};

QSize sizeOf(const QString& text) {
    const QStringList parts = text.split(QLatin1Char('x'));
    return parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize(0, 0);
}

}  // namespace

std::optional<LaunchOptions> readLaunchOptions(const QStringList& arguments, QString& problem) {
    Parser all;
    if (!all.parser.parse(arguments)) {
        problem = all.parser.errorText();
        return std::nullopt;
    }
    LaunchOptions options;
    options.files = all.parser.positionalArguments();
    options.dataDirectory = all.parser.value(all.data);
    options.screenshot = all.parser.value(all.screenshot);
    if (all.parser.isSet(all.theme)) {
        options.theme = themeModeOf(all.parser.value(all.theme));
        if (!options.theme) {
            problem = QCoreApplication::translate("main", "--theme takes light, dark or system, not '%1'.")
                          .arg(all.parser.value(all.theme));
            return std::nullopt;
        }
    }
    if (all.parser.isSet(all.size)) {
        options.size = sizeOf(all.parser.value(all.size));
        if (options.size.isEmpty()) {
            problem = QCoreApplication::translate(
                          "main", "--size takes a width and a height such as 1280x720, not '%1'.")
                          .arg(all.parser.value(all.size));
            return std::nullopt;
        }
    }
    if (all.parser.isSet(all.moment)) {
        bool read = false;
        const double seconds = all.parser.value(all.moment).toDouble(&read);
        if (!read || !(seconds >= 0)) {
            problem = QCoreApplication::translate("main", "--simulate takes a number of seconds, not '%1'.")
                          .arg(all.parser.value(all.moment));
            return std::nullopt;
        }
        options.momentS = seconds;
    }
    return options;
}

bool wantsHelp(int count, char** arguments) {
    for (int i = 1; i < count; ++i) {
        const std::string_view argument = arguments[i];
        if (argument == "--help" || argument == "-h" || argument == "--help-all" || argument == "--version" ||
            argument == "-v") {
            return true;
        }
    }
    return false;
}

QString helpText() {
    return Parser().parser.helpText();
}

QString versionText() {
    return QStringLiteral("headroom %1\n").arg(QCoreApplication::applicationVersion());
}

}  // namespace headroom::app
