#pragma once

#include <QObject>
#include <vector>

#include "widgets/inspector/insight_feed.h"
#include "widgets/inspector/page.h"

class QVBoxLayout;

namespace headroom::widgets {

class DeathNote;
class LatencySplit;
class SectionStack;

/// Where the time of a component's answers goes, and what is left when it dies: two sections of its page,
/// filled a moment after everything else and only while one of them is seen.
class InsightBlock : public QObject {
    Q_OBJECT

  public:
    /// `asks`: it originates requests; then each of its workloads is told, and no death.
    InsightBlock(InspectorContext& context, SectionStack& sections, bool asks, QObject* parent);

    void setComponent(const Id& component) { feed_.setComponent(component); }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    [[nodiscard]] bool seen() const;
    void show(const Insight& insight);
    void setStale(bool stale);
    LatencySplit* split(std::size_t place);

    InspectorContext& context_;
    QVBoxLayout* room_;
    std::vector<LatencySplit*> splits_;
    DeathNote* death_ = nullptr;
    InsightFeed feed_;
};

}  // namespace headroom::widgets
