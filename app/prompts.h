#pragma once

#include <QString>
#include <functional>

class QWidget;

namespace headroom::app {

enum class UnsavedAnswer { save, discard, cancel };

/// Asks what becomes of unsaved work in `title`, as a sheet of `window`; answers later, never blocks. A
/// second question while the first is open only raises it.
void askAboutUnsaved(QWidget& window, const QString& title,
                     const std::function<void(UnsavedAnswer)>& answered);

/// Asks whether to go back to the file and lose what was done since.
void askToRevert(QWidget& window, const QString& title, const std::function<void()>& agreed);

/// Asks for a file to open or to write, as a sheet of `window`.
struct FileQuestion {
    QString title;
    QString filter;    ///< "Headroom designs (*.json)"
    QString suffix;    ///< added to a name without one
    QString proposal;  ///< path or name that is filled in
    bool save = false;
};
void askForFile(QWidget& window, const FileQuestion& question,
                const std::function<void(const QString&)>& chosen);

}  // namespace headroom::app
