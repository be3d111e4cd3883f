#pragma once

#include "widgets/common/page_tabs.h"
#include "widgets/timeline/timeline_panel.h"

namespace headroom::widgets {

/// The line above the timeline: which of its pages is seen, saving it, and hiding.
class TimelineTitle : public PageTabs {
    Q_OBJECT

  public:
    TimelineTitle(TimelinePanel& panel, Look& look, QWidget* parent = nullptr);
};

}  // namespace headroom::widgets
