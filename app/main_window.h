#pragma once

#include <QMainWindow>
#include <array>
#include <memory>

#include "widgets/common/look.h"

class QDockWidget;

namespace headroom::widgets {
class Canvas;
class Inspector;
class PalettePanel;
class TimelinePanel;
}  // namespace headroom::widgets

namespace headroom::app {

class Actions;
class Banner;
class CaseDock;
class ChartsDock;
class EditCommands;
class FileCommands;
class FindBar;
class HeadlineStrip;
class Session;
class TrafficBar;
class Workspace;

/// One window on one design: palette, canvas, inspector, charts, traffic above and the headline below. It
/// only puts the parts together; what they do is theirs, or that of the actions.
class MainWindow : public QMainWindow {
    Q_OBJECT

  public:
    enum class Panel { palette, inspector, history, charts, timeline };

    explicit MainWindow(Workspace& workspace);
    ~MainWindow() override;

    [[nodiscard]] Workspace& workspace() const { return workspace_; }
    [[nodiscard]] widgets::Look& look() const;
    [[nodiscard]] Session& session() const { return *session_; }
    [[nodiscard]] widgets::Canvas& canvas() const { return *canvas_; }
    [[nodiscard]] widgets::PalettePanel& palettePanel() const { return *palette_; }
    [[nodiscard]] widgets::Inspector& inspector() const { return *inspector_; }
    [[nodiscard]] ChartsDock& charts() const { return *charts_; }
    [[nodiscard]] widgets::TimelinePanel& timeline() const { return *timeline_; }
    [[nodiscard]] Banner& banner() const { return *banner_; }
    [[nodiscard]] TrafficBar& traffic() const { return *traffic_; }
    [[nodiscard]] HeadlineStrip& headline() const { return *headline_; }
    [[nodiscard]] FileCommands& files() const { return *files_; }
    [[nodiscard]] EditCommands& edits() const { return *edits_; }
    [[nodiscard]] Actions& actions() const { return *actions_; }
    [[nodiscard]] CaseDock& caseDock() const { return *caseDock_; }

    void togglePanel(Panel panel);
    [[nodiscard]] bool panelShown(Panel panel) const;
    /// Brings the timeline into view and simulates anew.
    void runTimeline();
    /// Plays or pauses what was simulated last; where there is nothing, it is simulated first.
    void playTimeline();
    void searchPalette();
    void findOnCanvas();
    /// Shows all kinds at the pointer; the one that is chosen replaces what is selected.
    void chooseReplacement();
    /// The drawing and its headline alone, on the whole screen; and back.
    void togglePresentation();
    [[nodiscard]] bool presenting() const { return presenting_; }
    void showAbout();
    /// What the loader had to say about the file just opened.
    void showNotices();

  protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void buildCentre();
    void buildPanels();
    void buildBars();
    void connectParts();
    void restoreLayout();
    void rememberLayout();
    QDockWidget* addPanel(Panel panel, const QString& name, const QString& title, QWidget* content,
                          Qt::DockWidgetArea area);
    void buildCharts();
    void buildTimeline();
    void showTimeline();
    void refreshTitle();
    void insertKind(const QString& kind);
    void offerStarters();

    Workspace& workspace_;
    std::unique_ptr<Session> session_;
    widgets::Canvas* canvas_ = nullptr;
    widgets::PalettePanel* palette_ = nullptr;
    widgets::Inspector* inspector_ = nullptr;
    Banner* banner_ = nullptr;
    TrafficBar* traffic_ = nullptr;
    HeadlineStrip* headline_ = nullptr;
    FindBar* find_ = nullptr;
    FileCommands* files_ = nullptr;
    EditCommands* edits_ = nullptr;
    Actions* actions_ = nullptr;
    CaseDock* caseDock_ = nullptr;
    ChartsDock* charts_ = nullptr;
    widgets::TimelinePanel* timeline_ = nullptr;
    bool chartsPutAway_ = false;  ///< they make room for the timeline
    std::array<QDockWidget*, 5> panels_{};
    QByteArray beforePresenting_;  ///< where panels and bars were
    bool wasMaximized_ = false;
    bool presenting_ = false;
    bool closing_ = false;  ///< unsaved work has been dealt with
};

}  // namespace headroom::app
