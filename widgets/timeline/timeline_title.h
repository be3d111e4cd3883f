#pragma once

#include <QWidget>
#include <array>

#include "widgets/timeline/timeline_panel.h"

class QToolButton;

namespace headroom::widgets {

/// The line above the timeline: which of its pages is seen, saving it, and hiding. Serves as the title of a
/// dock: dragging it moves the dock.
class TimelineTitle : public QWidget {
    Q_OBJECT

  public:
    TimelineTitle(TimelinePanel& panel, Look& look, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {480, 32}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {320, 32}; }

  signals:
    void hideWanted();
    /// "png", "svg" or "csv".
    void saveWanted(const QString& suffix);

  private:
    QToolButton* addTool(const QString& name, const QString& label);
    void fillSaveMenu();
    void paintIcons();

    Look& look_;
    std::array<QToolButton*, timelinePageCount> tabs_{};
    QToolButton* save_;
    QToolButton* hide_;
};

}  // namespace headroom::widgets
