#include "app/main_window.h"

#include <QClipboard>
#include <QCloseEvent>
#include <QCoreApplication>
#include <QCursor>
#include <QDockWidget>
#include <QGuiApplication>
#include <QLayout>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QToolBar>
#include <QVBoxLayout>
#include <utility>

#include "app/actions.h"
#include "app/banner.h"
#include "app/case_dock.h"
#include "app/charts_dock.h"
#include "app/edit_commands.h"
#include "app/file_commands.h"
#include "app/find_bar.h"
#include "app/headline_strip.h"
#include "app/history_list.h"
#include "app/kind_menu.h"
#include "app/panel_title.h"
#include "app/session.h"
#include "app/settings.h"
#include "app/starters.h"
#include "app/traffic_bar.h"
#include "app/workspace.h"
#include "widgets/canvas/canvas.h"
#include "widgets/common/text.h"
#include "widgets/inspector/inspector.h"
#include "widgets/palette/palette_panel.h"
#include "widgets/timeline/timeline_panel.h"
#include "widgets/timeline/timeline_title.h"

namespace headroom::app {

namespace {

constexpr int layoutVersion = 2;
constexpr QSize firstSize{1440, 900};
constexpr QSize roomForFrame{8, 40};  // title bar and borders, which nobody knows before the window is shown
const QString geometryKey = QStringLiteral("window/geometry");
const QString layoutKey = QStringLiteral("window/layout");
const QString foldedKey = QStringLiteral("inspector/folded");

}  // namespace

MainWindow::MainWindow(Workspace& workspace)
    : workspace_(workspace), session_(std::make_unique<Session>(workspace.catalog())) {
    setAttribute(Qt::WA_DeleteOnClose);
    setAcceptDrops(true);
    setDockNestingEnabled(true);
    files_ = new FileCommands(*this);
    edits_ = new EditCommands(*this);
    buildCentre();
    actions_ = new Actions(*this, look());
    buildPanels();
    buildBars();
    connectParts();
    restoreLayout();
    refreshTitle();
    actions_->refresh();
    canvas_->setFocus();
}

MainWindow::~MainWindow() {
    // The parts listen to the session and to each other; they go first, in silence.
    session_->disconnect();
    delete takeCentralWidget();
    qDeleteAll(findChildren<QDockWidget*>(Qt::FindDirectChildrenOnly));
    qDeleteAll(findChildren<QToolBar*>(Qt::FindDirectChildrenOnly));
}

widgets::Look& MainWindow::look() const {
    return workspace_.look();
}

void MainWindow::buildCentre() {
    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    banner_ = new Banner(look(), centre);
    canvas_ = new widgets::Canvas(*session_, look().theme(), centre);
    find_ = new FindBar(*session_, centre);
    column->addWidget(banner_);
    column->addWidget(find_);
    column->addWidget(canvas_, 1);
    setCentralWidget(centre);
}

QDockWidget* MainWindow::addPanel(Panel panel, const QString& name, const QString& title, QWidget* content,
                                  Qt::DockWidgetArea area) {
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setTitleBarWidget(new PanelTitle(look(), dock));
    dock->setWidget(content);
    addDockWidget(area, dock);
    panels_[static_cast<std::size_t>(panel)] = dock;
    connect(dock, &QDockWidget::visibilityChanged, this, [this] { actions_->refresh(); });
    return dock;
}

void MainWindow::buildPanels() {
    palette_ = new widgets::PalettePanel(session_->catalog(), look());
    inspector_ = new widgets::Inspector(*session_, look());
    inspector_->setMinimumWidth(304);
    palette_->setMinimumWidth(216);
    addPanel(Panel::palette, QStringLiteral("paletteDock"), tr("Components"), palette_,
             Qt::LeftDockWidgetArea);
    addPanel(Panel::inspector, QStringLiteral("inspectorDock"), tr("Inspector"), inspector_,
             Qt::RightDockWidgetArea);
    QDockWidget* history = addPanel(Panel::history, QStringLiteral("historyDock"), tr("History"),
                                    new HistoryList(*session_), Qt::LeftDockWidgetArea);
    history->hide();
    caseDock_ = new CaseDock(*this);
    buildCharts();
    buildTimeline();
}

void MainWindow::buildCharts() {
    // Palette and inspector need the height more than the charts need the width.
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    charts_ = new ChartsDock(*session_, look(), *this);
    addDockWidget(Qt::BottomDockWidgetArea, charts_);
    panels_[static_cast<std::size_t>(Panel::charts)] = charts_;
    connect(charts_, &QDockWidget::visibilityChanged, this, [this] { actions_->refresh(); });
    connect(charts_, &ChartsDock::saveWanted, files_, &FileCommands::saveChart);
}

// Below the drawing there is room for one of the two.
void MainWindow::buildTimeline() {
    timeline_ = new widgets::TimelinePanel(*session_, look());
    QDockWidget* dock = addPanel(Panel::timeline, QStringLiteral("timelineDock"), tr("What happens"),
                                 timeline_, Qt::BottomDockWidgetArea);
    auto* title = new widgets::TimelineTitle(*timeline_, look(), dock);
    delete dock->titleBarWidget();
    dock->setTitleBarWidget(title);
    connect(title, &widgets::TimelineTitle::hideWanted, dock, &QDockWidget::close);
    connect(title, &widgets::TimelineTitle::saveWanted, files_, &FileCommands::saveTimeline);
    dock->hide();
    connect(timeline_, &widgets::TimelinePanel::refused, this,
            [this](const Diagnostic& why) { banner_->say(why); });
    connect(dock->toggleViewAction(), &QAction::toggled, this, [this](bool shown) {
        if (!shown && std::exchange(chartsPutAway_, false)) {
            charts_->show();
        }
    });
}

void MainWindow::showTimeline() {
    QDockWidget* dock = panels_[static_cast<std::size_t>(Panel::timeline)];
    if (dock->isHidden()) {
        // First, or for a moment both need their width, and the window grows.
        chartsPutAway_ = !charts_->isHidden();
        charts_->hide();
        dock->show();
        resizeDocks({dock}, {timeline_->sizeHint().height()}, Qt::Vertical);
    }
}

void MainWindow::buildBars() {
    actions_->fillMenuBar(*menuBar());
    auto* top = new QToolBar(tr("Tools"), this);
    top->setObjectName(QStringLiteral("tools"));
    top->setMovable(false);
    top->setIconSize(QSize(20, 20));
    top->setContextMenuPolicy(Qt::PreventContextMenu);
    actions_->addToToolBar(*top, QStringLiteral("file"));
    top->addSeparator();
    actions_->addToToolBar(*top, QStringLiteral("edit"));
    top->addSeparator();
    traffic_ = new TrafficBar(*session_, look(), top);
    traffic_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    traffic_->setMaximumWidth(640);
    top->addWidget(traffic_);
    auto* spring = new QWidget(top);
    spring->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    top->addWidget(spring);
    actions_->addToToolBar(*top, QStringLiteral("view"));
    addToolBar(Qt::TopToolBarArea, top);

    auto* bottom = new QToolBar(tr("Headline"), this);
    bottom->setObjectName(QStringLiteral("headlineBar"));
    bottom->setMovable(false);
    bottom->setContextMenuPolicy(Qt::PreventContextMenu);
    headline_ = new HeadlineStrip(*session_, look(), bottom);
    bottom->layout()->setContentsMargins(0, 0, 0, 0);
    bottom->addWidget(headline_);
    addToolBar(Qt::BottomToolBarArea, bottom);
}

void MainWindow::connectParts() {
    const auto refreshActions = [this] { actions_->refresh(); };
    connect(session_.get(), &Session::selectionChanged, this, refreshActions);
    connect(session_.get(), &Session::historyChanged, this, refreshActions);
    connect(QGuiApplication::clipboard(), &QClipboard::dataChanged, this, refreshActions);
    connect(session_.get(), &Session::fileChanged, this, &MainWindow::refreshTitle);
    connect(session_.get(), &Session::designReplaced, this, [this] {
        banner_->putAway();
        canvas_->fit();
    });
    connect(&look(), &widgets::Look::changed, this, [this] {
        canvas_->setTheme(look().theme());
        offerStarters();
    });
    connect(&workspace_.themeControl(), &ThemeControl::modeChanged, this, refreshActions);
    connect(palette_, &widgets::PalettePanel::kindChosen, this, &MainWindow::insertKind);
    connect(traffic_, &TrafficBar::refused, this, [this](const Diagnostic& why) { banner_->say(why); });
    connect(canvas_, &widgets::Canvas::inspectorRequested, this, [this] {
        panels_[static_cast<std::size_t>(Panel::inspector)]->show();
        inspector_->focusFirstField();
    });
    connect(headline_, &HeadlineStrip::chartWanted, charts_, &ChartsDock::reveal);
    connect(canvas_, &widgets::Canvas::starterRequested, this,
            [this](const QString& slug) { workspace_.openStarter(slug, *this); });
    connect(find_, &FindBar::found, this, [this](const QString& id) { canvas_->reveal({id}); });
    connect(find_, &FindBar::closed, this, [this] { canvas_->setFocus(); });
    connect(canvas_, &widgets::Canvas::contextMenuRequested, this, [this](const QPoint& position) {
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        actions_->fillContextMenu(*menu);
        menu->popup(position);
    });
    offerStarters();
}

void MainWindow::offerStarters() {
    canvas_->setStarters(starters(session_->catalog(), look().theme(), devicePixelRatioF()));
}

void MainWindow::insertKind(const QString& kind) {
    canvas_->insertKindAtCenter(kind);
    canvas_->setFocus();
}

void MainWindow::togglePanel(Panel panel) {
    QDockWidget* dock = panels_[static_cast<std::size_t>(panel)];
    if (panel == Panel::timeline && dock->isHidden()) {
        showTimeline();
        return;
    }
    dock->setVisible(dock->isHidden());
}

bool MainWindow::panelShown(Panel panel) const {
    return !panels_[static_cast<std::size_t>(panel)]->isHidden();
}

void MainWindow::runTimeline() {
    showTimeline();
    timeline_->setPage(widgets::TimelinePage::time);
    timeline_->run();
}

void MainWindow::playTimeline() {
    showTimeline();
    timeline_->setPage(widgets::TimelinePage::time);
    timeline_->playback().ready() ? timeline_->togglePlay() : timeline_->run();
}

void MainWindow::searchPalette() {
    panels_[static_cast<std::size_t>(Panel::palette)]->show();
    palette_->focusSearch();
}

void MainWindow::findOnCanvas() {
    find_->open();
}

void MainWindow::chooseReplacement() {
    auto* menu = new KindMenu(session_->catalog(), look(), this);
    connect(menu, &KindMenu::chosen, this,
            [this](const QString& kind) { edits_->replaceKind(kind.toStdString()); });
    menu->popup(QCursor::pos());
}

void MainWindow::togglePresentation() {
    if (presenting_) {
        presenting_ = false;
        menuBar()->show();
        restoreState(beforePresenting_, layoutVersion);
        wasMaximized_ ? showMaximized() : showNormal();
        return;
    }
    beforePresenting_ = saveState(layoutVersion);
    wasMaximized_ = isMaximized();
    presenting_ = true;
    menuBar()->hide();
    for (QDockWidget* dock : findChildren<QDockWidget*>(Qt::FindDirectChildrenOnly)) {
        dock->hide();
    }
    findChild<QToolBar*>(QStringLiteral("tools"))->hide();
    showFullScreen();
    canvas_->setFocus();
}

void MainWindow::showAbout() {
    auto* box =
        new QMessageBox(QMessageBox::NoIcon, tr("About Headroom"),
                        tr("<h3>Headroom %1</h3><p>Draw a system, see what it can take.</p>"
                           "<p>Free software under the GNU General Public License, version 3 or later.</p>")
                            .arg(QCoreApplication::applicationVersion()),
                        QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::showNotices() {
    QStringList lines;
    Severity worst = Severity::info;
    for (const Diagnostic& notice : session_->notices()) {
        lines.append(widgets::toQt(notice.line()));
        worst = std::max(worst, notice.severity);
    }
    if (!lines.isEmpty()) {
        banner_->say(worst, lines.join(QLatin1Char('\n')));
    }
}

void MainWindow::refreshTitle() {
    setWindowTitle(tr("%1[*] — Headroom").arg(session_->title()));
    setWindowModified(session_->dirty());
    setWindowFilePath(session_->filePath());
}

void MainWindow::restoreLayout() {
    resize(firstSize.boundedTo(screen()->availableSize() - roomForFrame));
    QSettings remembered = settings();
    restoreGeometry(remembered.value(geometryKey).toByteArray());
    resizeDocks({panels_[static_cast<std::size_t>(Panel::palette)],
                 panels_[static_cast<std::size_t>(Panel::inspector)]},
                {224, 320}, Qt::Horizontal);
    restoreState(remembered.value(layoutKey).toByteArray(), layoutVersion);
    caseDock_->makeWay();
    inspector_->setFoldedSections(remembered.value(foldedKey).toStringList());
}

void MainWindow::rememberLayout() {
    if (presenting_) {
        togglePresentation();
    }
    caseDock_->makeWay();
    QSettings remembered = settings();
    remembered.setValue(geometryKey, saveGeometry());
    remembered.setValue(layoutKey, saveState(layoutVersion));
    remembered.setValue(foldedKey, inspector_->foldedSections());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (session_->dirty() && !closing_) {
        event->ignore();
        files_->whenSafe([this] {
            closing_ = true;
            close();
        });
        return;
    }
    rememberLayout();
    workspace_.windowCloses(*this);
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event) {
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile()) {
            files_->openPath(url.toLocalFile());
        }
    }
}

}  // namespace headroom::app
