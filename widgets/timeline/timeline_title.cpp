#include "widgets/timeline/timeline_title.h"

namespace headroom::widgets {

namespace {

std::vector<PageTabs::Tab> tabsOfTimeline() {
    std::vector<PageTabs::Tab> tabs;
    for (std::size_t i = 0; i < timelinePageCount; ++i) {
        const auto page = static_cast<TimelinePage>(i);
        tabs.push_back({TimelinePanel::title(page), TimelinePanel::fileStem(page)});
    }
    return tabs;
}

}  // namespace

TimelineTitle::TimelineTitle(TimelinePanel& panel, Look& look, QWidget* parent)
    : PageTabs(tabsOfTimeline(), {QStringLiteral("saveTimeline"), tr("Save what is seen")},
               {QStringLiteral("hideTimeline"), tr("Hide")}, look, parent) {
    const auto show = [this](TimelinePage page) { showPage(static_cast<std::size_t>(page)); };
    connect(this, &PageTabs::pageWanted, &panel,
            [&panel](std::size_t page) { panel.setPage(static_cast<TimelinePage>(page)); });
    connect(&panel, &TimelinePanel::pageChanged, this, show);
    show(panel.page());
}

}  // namespace headroom::widgets
