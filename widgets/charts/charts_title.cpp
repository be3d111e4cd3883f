#include "widgets/charts/charts_title.h"

#include <QToolButton>

namespace headroom::widgets {

namespace {

std::vector<PageTabs::Tab> tabsOfCharts() {
    std::vector<PageTabs::Tab> tabs;
    for (std::size_t i = 0; i < chartCount; ++i) {
        const auto chart = static_cast<Chart>(i);
        tabs.push_back({ChartsPanel::title(chart), ChartsPanel::fileStem(chart)});
    }
    return tabs;
}

}  // namespace

ChartsTitle::ChartsTitle(ChartsPanel& panel, Look& look, QWidget* parent)
    : PageTabs(tabsOfCharts(), {QStringLiteral("saveChart"), tr("Save this chart")},
               {QStringLiteral("hideCharts"), tr("Hide the charts")}, look, parent),
      look_(look),
      fold_(insertTool({QStringLiteral("foldCharts"), tr("Fold the charts")})) {
    const auto show = [this](Chart chart) { showPage(static_cast<std::size_t>(chart)); };
    connect(this, &PageTabs::pageWanted, this,
            [this](std::size_t page) { emit chosen(static_cast<Chart>(page)); });
    connect(fold_, &QToolButton::clicked, this, &ChartsTitle::foldToggled);
    connect(&panel, &ChartsPanel::chartChanged, this, show);
    connect(&look_, &Look::changed, this, &ChartsTitle::paintFold);
    show(panel.chart());
    paintFold();
}

void ChartsTitle::showFolded(bool folded) {
    folded_ = folded;
    const QString label = folded ? tr("Unfold the charts") : tr("Fold the charts");
    fold_->setToolTip(label);
    fold_->setAccessibleName(label);
    setSaving(!folded);
    paintFold();
}

void ChartsTitle::paintFold() {
    fold_->setIcon(look_.icon(folded_ ? QStringLiteral("chevron_right") : QStringLiteral("chevron_down")));
}

}  // namespace headroom::widgets
