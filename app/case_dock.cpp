#include "app/case_dock.h"

#include <QDockWidget>
#include <utility>

#include "app/actions.h"
#include "app/banner.h"
#include "app/main_window.h"
#include "app/panel_title.h"
#include "app/session.h"
#include "widgets/canvas/canvas.h"
#include "widgets/player/player_panel.h"

namespace headroom::app {

CaseDock::CaseDock(MainWindow& window)
    : QObject(&window), window_(window), dock_(new QDockWidget(tr("Worked case"), &window)) {
    panel_ = new widgets::PlayerPanel(window.session(), window.look());
    dock_->setObjectName(QStringLiteral("caseDock"));
    dock_->setTitleBarWidget(new PanelTitle(window.look(), dock_));
    dock_->setWidget(panel_);
    window.addDockWidget(Qt::LeftDockWidgetArea, dock_);
    dock_->hide();
    connect(dock_, &QDockWidget::visibilityChanged, this, [this] { window_.actions().refresh(); });
    connect(panel_, &widgets::PlayerPanel::moved, this, &CaseDock::showMove);
    connect(panel_, &widgets::PlayerPanel::onPathChanged, this,
            [this] { window_.session().setReplaceable(panel_->onPath()); });
    connect(panel_, &widgets::PlayerPanel::refused, this,
            [this](const Diagnostic& why) { window_.banner().say(why); });
    connect(&window.session(), &Session::designReplaced, this, [this] {
        if (!opening_) {
            end();
        }
    });
}

void CaseDock::play(cases::Case content, const QString& path) {
    path_ = path;
    opening_ = true;
    window_.session().replace(content.designs.front());
    opening_ = false;
    panel_->play(std::move(content));
    makeRoom();
    dock_->show();
    window_.resizeDocks({dock_}, {panel_->sizeHint().width()}, Qt::Horizontal);
    showMove();
}

void CaseDock::end() {
    if (!playing()) {
        return;
    }
    panel_->stop();
    path_.clear();
    window_.session().setReplaceable(false);
    makeWay();
}

void CaseDock::makeWay() {
    dock_->hide();
    for (const int panel : std::exchange(putAway_, {})) {
        if (!window_.panelShown(static_cast<MainWindow::Panel>(panel))) {
            window_.togglePanel(static_cast<MainWindow::Panel>(panel));
        }
    }
}

/// Nobody builds while reading; and on a small window nobody reads where the drawing is small.
void CaseDock::makeRoom() {
    constexpr int roomForThree = 1500;
    for (const auto panel : {MainWindow::Panel::palette, MainWindow::Panel::inspector}) {
        const bool inTheWay = panel == MainWindow::Panel::palette || window_.width() < roomForThree;
        if (inTheWay && window_.panelShown(panel)) {
            window_.togglePanel(panel);
            putAway_.append(static_cast<int>(panel));
        }
    }
}

bool CaseDock::playing() const {
    return panel_->playing();
}

bool CaseDock::hasNext() const {
    return playing() && panel_->place() < panel_->stepCount();
}

bool CaseDock::hasBack() const {
    return playing() && panel_->place() > 0;
}

void CaseDock::toggle() {
    dock_->setVisible(playing() && dock_->isHidden());
}

bool CaseDock::shown() const {
    return !dock_->isHidden();
}

/// A step is looked at as a whole: nothing of it stays selected, and all of it is in sight.
void CaseDock::showMove() {
    window_.session().setSelection({});
    window_.canvas().fit();
    window_.actions().refresh();
}

}  // namespace headroom::app
