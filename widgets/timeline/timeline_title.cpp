#include "widgets/timeline/timeline_title.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace headroom::widgets {

TimelineTitle::TimelineTitle(TimelinePanel& panel, Look& look, QWidget* parent)
    : QWidget(parent), look_(look) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 6, 2);
    row->setSpacing(2);
    auto* group = new QButtonGroup(this);
    for (std::size_t i = 0; i < timelinePageCount; ++i) {
        const auto page = static_cast<TimelinePage>(i);
        auto* tab = new QToolButton(this);
        tab->setText(TimelinePanel::title(page));
        tab->setObjectName(TimelinePanel::fileStem(page));
        tab->setProperty("role", QStringLiteral("tab"));
        tab->setCheckable(true);
        tab->setFocusPolicy(Qt::TabFocus);
        group->addButton(tab);
        row->addWidget(tab);
        tabs_[i] = tab;
        connect(tab, &QToolButton::clicked, &panel, [&panel, page] { panel.setPage(page); });
    }
    row->addStretch(1);
    save_ = addTool(QStringLiteral("saveTimeline"), tr("Save what is seen"));
    hide_ = addTool(QStringLiteral("hideTimeline"), tr("Hide"));
    fillSaveMenu();
    connect(hide_, &QToolButton::clicked, this, &TimelineTitle::hideWanted);
    const auto check = [this](TimelinePage page) { tabs_[static_cast<std::size_t>(page)]->setChecked(true); };
    connect(&panel, &TimelinePanel::pageChanged, this, check);
    connect(&look_, &Look::changed, this, &TimelineTitle::paintIcons);
    check(panel.page());
    paintIcons();
}

QToolButton* TimelineTitle::addTool(const QString& name, const QString& label) {
    auto* tool = new QToolButton(this);
    tool->setObjectName(name);
    tool->setToolTip(label);
    tool->setAccessibleName(label);
    tool->setIconSize(QSize(14, 14));
    tool->setFocusPolicy(Qt::TabFocus);
    layout()->addWidget(tool);
    return tool;
}

void TimelineTitle::fillSaveMenu() {
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

void TimelineTitle::paintIcons() {
    save_->setIcon(look_.icon(QStringLiteral("export")));
    hide_->setIcon(look_.icon(QStringLiteral("close")));
}

}  // namespace headroom::widgets
