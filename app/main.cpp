#include <QApplication>
#include <QTimer>
#include <cstdio>

#include "app/banner.h"
#include "app/display_check.h"
#include "app/launch_options.h"
#include "app/main_window.h"
#include "app/session.h"
#include "app/workspace.h"
#include "core/catalog/catalog.h"
#include "widgets/canvas/canvas.h"
#include "widgets/timeline/timeline_panel.h"

namespace {

using namespace headroom;
using namespace headroom::app;

constexpr int wrongUsage = 2;
constexpr int unreadable = 3;
constexpr int notWritten = 4;

int fail(const QString& line, int code) {
    std::fprintf(stderr, "headroom: %s\n", qPrintable(line));
    return code;
}

void nameProgram() {
    QCoreApplication::setApplicationName(QStringLiteral("headroom"));
    QCoreApplication::setApplicationVersion(QStringLiteral(HEADROOM_VERSION));
}

int printHelp(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    nameProgram();
    const QStringList arguments = QCoreApplication::arguments();
    const bool version =
        arguments.contains(QLatin1String("--version")) || arguments.contains(QLatin1String("-v"));
    std::fputs(qPrintable(version ? versionText() : helpText()), stdout);
    return 0;
}

void openAll(Workspace& workspace, const LaunchOptions& options) {
    for (const QString& file : options.files) {
        workspace.openFile(file, workspace.windows().isEmpty() ? nullptr : workspace.windows().back());
    }
    const bool nothingAsked = options.files.isEmpty() && options.screenshot.isEmpty();
    if (nothingAsked) {
        workspace.restoreSession();
    }
    if (workspace.windows().isEmpty()) {
        workspace.newWindow();
    }
    for (const Diagnostic& problem : workspace.catalog()->problems()) {
        workspace.windows().front()->banner().say(problem);
    }
    if (!options.size.isEmpty()) {
        MainWindow* window = workspace.windows().front();
        window->resize(options.size);
        QTimer::singleShot(0, window, [window] { window->canvas().fit(); });
    }
}

/// Simulates, and stops at that moment when all is there.
void showMoment(MainWindow& window, double seconds) {
    window.runTimeline();
    widgets::TimelinePanel& timeline = window.timeline();
    QObject::connect(&timeline.feed(), &widgets::SimulationFeed::changed, &timeline, [&timeline, seconds] {
        if (timeline.feed().state() == widgets::SimulationFeed::State::done && !timeline.playback().at()) {
            timeline.playback().scrubTo(seconds);
        }
    });
}

/// Waits for the answer to be on screen, then writes the window as a picture.
void takePicture(Workspace& workspace, const QString& path) {
    constexpr int settleMs = 400;
    QTimer::singleShot(settleMs, &workspace, [&workspace, path] {
        MainWindow* window = workspace.windows().front();
        const bool simulating = window->timeline().feed().state() == widgets::SimulationFeed::State::running;
        if (window->session().stale() || simulating) {
            takePicture(workspace, path);
            return;
        }
        const bool written = window->grab().save(path);
        QCoreApplication::exit(
            written ? 0 : fail(QStringLiteral("%1: could not be written").arg(path), notWritten));
    });
}

int run(QApplication& application, const LaunchOptions& options) {
    auto catalog = catalog::loadInstalled(options.dataDirectory.toStdString());
    if (!catalog) {
        return fail(QString::fromStdString(catalog.error().line()), unreadable);
    }
    auto light = render::Theme::load(catalog->dataDirectory(), "light");
    if (!light) {
        return fail(QString::fromStdString(light.error().line()), unreadable);
    }
    Workspace workspace(std::make_shared<const catalog::Catalog>(std::move(*catalog)), std::move(*light));
    if (options.theme) {
        workspace.themeControl().setMode(*options.theme);
    }
    openAll(workspace, options);
    if (options.momentS) {
        showMoment(*workspace.windows().front(), *options.momentS);
    }
    if (!options.screenshot.isEmpty()) {
        takePicture(workspace, options.screenshot);
    }
    return application.exec();
}

}  // namespace

int main(int argc, char** argv) {
    if (wantsHelp(argc, argv)) {
        return printHelp(argc, argv);
    }
    if (!displayNamed(argc, argv)) {
        std::fprintf(stderr, "%s\n", noDisplayLine);
        return 1;
    }
    explainUnreachableDisplay();
    QApplication application(argc, argv);
    nameProgram();
    QString problem;
    const auto options = readLaunchOptions(QCoreApplication::arguments(), problem);
    return options ? run(application, *options) : fail(problem, wrongUsage);
}
