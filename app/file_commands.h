#pragma once

#include <QObject>
#include <QString>
#include <functional>

#include "core/base/result.h"

namespace headroom::app {

class MainWindow;

/// What a window does with files. Nothing here blocks: questions are opened, and what depends on the answer
/// follows it. A failure is said in the window's banner and leaves the open work as it was.
class FileCommands : public QObject {
    Q_OBJECT

  public:
    explicit FileCommands(MainWindow& window);

    void newDesign();
    void open();
    void openPath(const QString& path);
    void save();
    void saveAs();
    void saveCopy();
    /// Back to what the file says, after a question.
    void revert();
    /// "png", "svg" or "pdf".
    void exportPicture(const QString& suffix);

    /// The chart that is seen, as "png", "svg" or "csv".
    void saveChart(const QString& suffix);
    /// The page of the timeline that is seen, in the same ways.
    void saveTimeline(const QString& suffix);

    static bool numbersInPictures();
    void toggleNumbersInPictures();

    /// Goes on with `then` once no unsaved work is left: at once, or after a person has saved or let it go.
    void whenSafe(const std::function<void()>& then);

  private:
    void saveTo(const QString& path, const std::function<void()>& then);
    void askWhere(const std::function<void()>& then);
    void writePicture(const QString& path);
    /// Asks for a file of that sort and says what came of `save`.
    void saveNumbers(const QString& title, const QString& suffix, const QString& stem,
                     const std::function<Result<>(const QString& path)>& save);
    /// `addition` goes between the design's name and the suffix.
    [[nodiscard]] QString proposedName(const QString& suffix, const QString& addition = {}) const;

    MainWindow& window_;
};

}  // namespace headroom::app
