#include "app/file_commands.h"

#include <QFileInfo>

#include "app/banner.h"
#include "app/charts_dock.h"
#include "app/main_window.h"
#include "app/prompts.h"
#include "app/session.h"
#include "app/settings.h"
#include "app/workspace.h"
#include "core/render/export.h"
#include "widgets/common/look.h"
#include "widgets/timeline/timeline_panel.h"

namespace headroom::app {

namespace {

const QString numbersKey = QStringLiteral("export/numbers");
const QString designSuffix = QStringLiteral("json");

}  // namespace

FileCommands::FileCommands(MainWindow& window) : QObject(&window), window_(window) {}

void FileCommands::newDesign() {
    window_.workspace().newWindow();
}

void FileCommands::open() {
    askForFile(window_, {tr("Open a design"), tr("Headroom designs (*.json);;All files (*)"), {}, {}, false},
               [this](const QString& path) { openPath(path); });
}

void FileCommands::openPath(const QString& path) {
    window_.workspace().openFile(path, &window_);
}

void FileCommands::save() {
    const QString& path = window_.session().filePath();
    path.isEmpty() ? saveAs() : saveTo(path, {});
}

void FileCommands::saveAs() {
    askWhere({});
}

void FileCommands::saveCopy() {
    askForFile(
        window_,
        {tr("Save a copy"), tr("Headroom designs (*.json)"), designSuffix, proposedName(designSuffix), true},
        [this](const QString& path) {
            const auto saved = window_.session().saveCopy(path);
            saved ? window_.banner().say(Severity::info, tr("Copied to %1").arg(path))
                  : window_.banner().say(saved.error());
        });
}

void FileCommands::revert() {
    askToRevert(window_, window_.session().title(), [this] {
        const QString path = window_.session().filePath();
        if (const auto opened = window_.session().open(path); !opened) {
            window_.banner().say(opened.error());
            return;
        }
        window_.showNotices();
    });
}

void FileCommands::askWhere(const std::function<void()>& then) {
    const QString& present = window_.session().filePath();
    askForFile(window_,
               {tr("Save the design"), tr("Headroom designs (*.json)"), designSuffix,
                present.isEmpty() ? proposedName(designSuffix) : present, true},
               [this, then](const QString& path) { saveTo(path, then); });
}

void FileCommands::saveTo(const QString& path, const std::function<void()>& then) {
    if (const auto saved = window_.session().save(path); !saved) {
        window_.banner().say(saved.error());
        return;
    }
    window_.banner().putAway();
    rememberFile(window_.session().filePath());
    if (then) {
        then();
    }
}

void FileCommands::whenSafe(const std::function<void()>& then) {
    if (!window_.session().dirty()) {
        then();
        return;
    }
    askAboutUnsaved(window_, window_.session().title(), [this, then](UnsavedAnswer answer) {
        if (answer == UnsavedAnswer::discard) {
            then();
        } else if (answer == UnsavedAnswer::save) {
            const QString& path = window_.session().filePath();
            path.isEmpty() ? askWhere(then) : saveTo(path, then);
        }
    });
}

bool FileCommands::numbersInPictures() {
    return settings().value(numbersKey, true).toBool();
}

void FileCommands::toggleNumbersInPictures() {
    settings().setValue(numbersKey, !numbersInPictures());
}

void FileCommands::exportPicture(const QString& suffix) {
    const QString filter = tr("%1 pictures (*.%2)").arg(suffix.toUpper(), suffix);
    askForFile(window_, {tr("Export a picture"), filter, suffix, proposedName(suffix), true},
               [this](const QString& path) { writePicture(path); });
}

void FileCommands::writePicture(const QString& path) {
    const Session& session = window_.session();
    const auto results = session.shown();
    render::ExportOptions options;
    options.numbers = numbersInPictures();
    if (const auto& moment = session.moment()) {
        options.caption =
            (moment->outdated ? tr("At %1, before the last change") : tr("At %1")).arg(moment->words);
    }
    const auto written = render::exportPicture(
        path.toStdString(), {session.design(), session.catalog(), results.get(), window_.look().theme()},
        options);
    if (written) {
        window_.banner().say(Severity::info, tr("Exported to %1").arg(path));
        return;
    }
    Diagnostic why = written.error();
    why.where = path.toStdString();
    window_.banner().say(why);
}

void FileCommands::saveChart(const QString& suffix) {
    widgets::ChartsPanel& panel = window_.charts().panel();
    saveNumbers(tr("Save the chart"), suffix, widgets::ChartsPanel::fileStem(panel.chart()),
                [&panel](const QString& path) { return panel.save(path); });
}

void FileCommands::saveTimeline(const QString& suffix) {
    widgets::TimelinePanel& panel = window_.timeline();
    saveNumbers(tr("Save the simulation"), suffix, widgets::TimelinePanel::fileStem(panel.page()),
                [&panel](const QString& path) { return panel.save(path); });
}

void FileCommands::saveNumbers(const QString& title, const QString& suffix, const QString& stem,
                               const std::function<Result<>(const QString& path)>& save) {
    const QString filter = tr("%1 files (*.%2)").arg(suffix.toUpper(), suffix);
    askForFile(window_, {title, filter, suffix, proposedName(suffix, QLatin1Char('-') + stem), true},
               [this, save](const QString& path) {
                   const auto saved = save(path);
                   saved ? window_.banner().say(Severity::info, tr("Saved to %1").arg(path))
                         : window_.banner().say(saved.error());
               });
}

QString FileCommands::proposedName(const QString& suffix, const QString& addition) const {
    const QString& path = window_.session().filePath();
    const QString stem = path.isEmpty() ? window_.session().title() : QFileInfo(path).completeBaseName();
    QString safe = stem;
    safe.replace(QLatin1Char('/'), QLatin1Char('-'));
    const QString name = safe + addition + QLatin1Char('.') + suffix;
    return path.isEmpty() ? name : QFileInfo(path).absolutePath() + QLatin1Char('/') + name;
}

}  // namespace headroom::app
