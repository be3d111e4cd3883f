#include "widgets/charts/charts_title.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace headroom::widgets {

ChartsTitle::ChartsTitle(ChartsPanel& panel, Look& look, QWidget* parent) : QWidget(parent), look_(look) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 6, 2);
    row->setSpacing(2);
    auto* group = new QButtonGroup(this);
    for (std::size_t i = 0; i < chartCount; ++i) {
        const auto chart = static_cast<Chart>(i);
        auto* tab = new QToolButton(this);
        tab->setText(ChartsPanel::title(chart));
        tab->setObjectName(ChartsPanel::fileStem(chart));
        tab->setProperty("role", QStringLiteral("tab"));
        tab->setCheckable(true);
        tab->setFocusPolicy(Qt::TabFocus);
        group->addButton(tab);
        row->addWidget(tab);
        tabs_[i] = tab;
        connect(tab, &QToolButton::clicked, this, [this, chart] { emit chosen(chart); });
    }
    row->addStretch(1);
    save_ = addTool(QStringLiteral("saveChart"), tr("Save this chart"));
    fold_ = addTool(QStringLiteral("foldCharts"), tr("Fold the charts"));
    hide_ = addTool(QStringLiteral("hideCharts"), tr("Hide the charts"));
    fillSaveMenu();
    connect(fold_, &QToolButton::clicked, this, &ChartsTitle::foldToggled);
    connect(hide_, &QToolButton::clicked, this, &ChartsTitle::hideWanted);
    connect(&panel, &ChartsPanel::chartChanged, this, &ChartsTitle::showChart);
    connect(&look_, &Look::changed, this, &ChartsTitle::paintIcons);
    showChart(panel.chart());
    paintIcons();
}

QToolButton* ChartsTitle::addTool(const QString& name, const QString& label) {
    auto* tool = new QToolButton(this);
    tool->setObjectName(name);
    tool->setToolTip(label);
    tool->setAccessibleName(label);
    tool->setIconSize(QSize(14, 14));
    tool->setFocusPolicy(Qt::TabFocus);
    layout()->addWidget(tool);
    return tool;
}

void ChartsTitle::fillSaveMenu() {
    auto* menu = new QMenu(save_);
    const auto add = [&](const QString& label, const QString& suffix) {
        connect(menu->addAction(label), &QAction::triggered, this,
                [this, suffix] { emit saveWanted(suffix); });
    };
    add(tr("As &PNG…"), QStringLiteral("png"));
    add(tr("As &SVG…"), QStringLiteral("svg"));
    add(tr("Numbers as &CSV…"), QStringLiteral("csv"));
    save_->setMenu(menu);
    save_->setPopupMode(QToolButton::InstantPopup);
}

void ChartsTitle::showChart(Chart chart) {
    tabs_[static_cast<std::size_t>(chart)]->setChecked(true);
}

void ChartsTitle::showFolded(bool folded) {
    folded_ = folded;
    const QString label = folded ? tr("Unfold the charts") : tr("Fold the charts");
    fold_->setToolTip(label);
    fold_->setAccessibleName(label);
    save_->setEnabled(!folded);
    paintIcons();
}

void ChartsTitle::paintIcons() {
    save_->setIcon(look_.icon(QStringLiteral("export")));
    fold_->setIcon(look_.icon(folded_ ? QStringLiteral("chevron_right") : QStringLiteral("chevron_down")));
    hide_->setIcon(look_.icon(QStringLiteral("close")));
}

}  // namespace headroom::widgets
