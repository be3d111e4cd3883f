#pragma once

#include <QList>
#include <QObject>
#include <QString>

#include "core/cases/case.h"

class QDockWidget;

namespace headroom::widgets {
class PlayerPanel;
}

namespace headroom::app {

class MainWindow;

/// The worked case of a window: its dock, which is there only while a case is played, and what a window does
/// while one is. The palette makes room for it and comes back afterwards.
class CaseDock : public QObject {
    Q_OBJECT

  public:
    explicit CaseDock(MainWindow& window);

    /// Puts the base of the case in place of the present design and plays it. `path`: its file.
    void play(cases::Case content, const QString& path);
    /// Ends the case; the design stays as it is.
    void end();

    [[nodiscard]] bool playing() const;
    /// Whether there is a step to take, or to take back.
    [[nodiscard]] bool hasNext() const;
    [[nodiscard]] bool hasBack() const;
    /// The file of the case that is played, else empty.
    [[nodiscard]] const QString& path() const { return path_; }
    [[nodiscard]] widgets::PlayerPanel& panel() const { return *panel_; }

    /// Shows or hides the dock, while a case is played.
    void toggle();
    [[nodiscard]] bool shown() const;
    /// Puts the panels where a window without a case has them.
    void makeWay();

  private:
    void showMove();
    void makeRoom();

    MainWindow& window_;
    QDockWidget* dock_;
    widgets::PlayerPanel* panel_;
    QString path_;
    bool opening_ = false;
    QList<int> putAway_;  ///< panels of the window that make room
};

}  // namespace headroom::app
