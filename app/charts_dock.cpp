#include "app/charts_dock.h"

#include <QEvent>
#include <QMainWindow>
#include <QVBoxLayout>

#include "app/session.h"
#include "app/settings.h"
#include "widgets/charts/charts_title.h"

namespace headroom::app {

namespace {

constexpr int roomyFrom = 800;
constexpr int firstHeight = 240;
const QString chartKey = QStringLiteral("charts/shown");

}  // namespace

ChartsDock::ChartsDock(Session& session, widgets::Look& look, QMainWindow& window)
    : QDockWidget(tr("Charts"), &window),
      window_(window),
      room_(new QWidget(this)),
      panel_(new widgets::ChartsPanel(session, look)),
      title_(new widgets::ChartsTitle(*panel_, look, this)),
      unfoldedHeight_(firstHeight) {
    setObjectName(QStringLiteral("chartsDock"));
    setTitleBarWidget(title_);
    auto* column = new QVBoxLayout(room_);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(panel_);
    setWidget(room_);
    const int shown = settings().value(chartKey, 0).toInt();
    panel_->setChart(
        static_cast<widgets::Chart>(qBound(0, shown, static_cast<int>(widgets::chartCount) - 1)));
    connect(title_, &widgets::ChartsTitle::chosen, this, [this](widgets::Chart chart) {
        reveal(chart);
        settings().setValue(chartKey, static_cast<int>(chart));
    });
    connect(title_, &widgets::ChartsTitle::foldToggled, this, [this] {
        setFolded(!folded_);
        remember();
    });
    connect(title_, &widgets::ChartsTitle::hideWanted, this, &QWidget::hide);
    connect(title_, &widgets::ChartsTitle::saveWanted, this, &ChartsDock::saveWanted);
    window.installEventFilter(this);
    roomy_ = window.height() >= roomyFrom;
    recall();
}

QString ChartsDock::foldedKey() const {
    return roomy_ ? QStringLiteral("charts/folded") : QStringLiteral("charts/folded_low");
}

void ChartsDock::recall() {
    setFolded(settings().value(foldedKey(), !roomy_).toBool());
}

void ChartsDock::remember() const {
    settings().setValue(foldedKey(), folded_);
}

void ChartsDock::setFolded(bool folded) {
    title_->showFolded(folded);
    if (folded == folded_) {
        return;
    }
    folded_ = folded;
    if (folded) {
        unfoldedHeight_ = isVisible() ? height() : unfoldedHeight_;
        panel_->hide();
        room_->setFixedHeight(0);
    } else {
        room_->setMinimumHeight(0);
        room_->setMaximumHeight(QWIDGETSIZE_MAX);
        panel_->show();
        window_.resizeDocks({this}, {unfoldedHeight_}, Qt::Vertical);
    }
}

void ChartsDock::reveal(widgets::Chart chart) {
    panel_->setChart(chart);
    show();
    if (folded_) {
        setFolded(false);
        remember();
    }
}

bool ChartsDock::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize && (window_.height() >= roomyFrom) != roomy_) {
        roomy_ = !roomy_;
        recall();
    }
    return QDockWidget::eventFilter(watched, event);
}

}  // namespace headroom::app
