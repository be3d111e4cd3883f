#include "widgets/common/page_tabs.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

#include "widgets/common/look.h"

namespace headroom::widgets {

PageTabs::PageTabs(const std::vector<Tab>& tabs, const Tool& save, const Tool& hide, Look& look,
                   QWidget* parent)
    : QWidget(parent), look_(look) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 6, 2);
    row->setSpacing(2);
    auto* group = new QButtonGroup(this);
    for (const Tab& tab : tabs) {
        addTab(tab);
        group->addButton(tabs_.back());
    }
    row->addStretch(1);
    save_ = makeTool(save);
    hide_ = makeTool(hide);
    row->addWidget(save_);
    row->addWidget(hide_);
    fillSaveMenu();
    connect(hide_, &QToolButton::clicked, this, &PageTabs::hideWanted);
    connect(&look_, &Look::changed, this, &PageTabs::paintIcons);
    paintIcons();
}

void PageTabs::addTab(const Tab& tab) {
    auto* button = new QToolButton(this);
    button->setText(tab.text);
    button->setObjectName(tab.objectName);
    button->setProperty("role", QStringLiteral("tab"));
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    layout()->addWidget(button);
    const std::size_t page = tabs_.size();
    connect(button, &QToolButton::clicked, this, [this, page] { emit pageWanted(page); });
    tabs_.push_back(button);
}

QToolButton* PageTabs::makeTool(const Tool& tool) {
    auto* button = new QToolButton(this);
    button->setObjectName(tool.objectName);
    button->setToolTip(tool.label);
    button->setAccessibleName(tool.label);
    button->setIconSize(QSize(14, 14));
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QToolButton* PageTabs::insertTool(const Tool& tool) {
    QToolButton* button = makeTool(tool);
    auto* row = static_cast<QHBoxLayout*>(layout());
    row->insertWidget(row->indexOf(hide_), button);
    setTabOrder(save_, button);
    setTabOrder(button, hide_);
    return button;
}

void PageTabs::setSaving(bool possible) {
    save_->setEnabled(possible);
}

void PageTabs::fillSaveMenu() {
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

void PageTabs::showPage(std::size_t page) {
    tabs_.at(page)->setChecked(true);
}

void PageTabs::paintIcons() {
    save_->setIcon(look_.icon(QStringLiteral("export")));
    hide_->setIcon(look_.icon(QStringLiteral("close")));
}

}  // namespace headroom::widgets
