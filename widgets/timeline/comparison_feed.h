#pragma once

#include <QObject>
#include <memory>

#include "widgets/common/background.h"
#include "widgets/common/document.h"
#include "widgets/timeline/comparison.h"
#include "widgets/timeline/simulation_feed.h"

namespace headroom::widgets {

/// Both engines' answers for the steady state of the document's design, worked out beside the window.
class ComparisonFeed : public QObject {
    Q_OBJECT

  public:
    explicit ComparisonFeed(Document& document, QObject* parent = nullptr);

    void run(double seconds);
    /// Compares what has been simulated so far.
    void stop() { simulation_.stop(); }

    [[nodiscard]] bool running() const { return running_; }
    [[nodiscard]] bool outdated() const { return simulation_.outdated(); }
    [[nodiscard]] const SimulationFeed& simulation() const { return simulation_; }
    /// Null until there is one; the last one stays until the next is there.
    [[nodiscard]] const std::shared_ptr<const Comparison>& comparison() const { return comparison_; }

  signals:
    void changed();

  private:
    struct Job {
        model::Design design;
        std::shared_ptr<const engine::SimulationAnswer> simulated;
        bool withoutEvents = false;
    };

    void follow();

    Document& document_;
    SimulationFeed simulation_;
    Job job_;  ///< what is being simulated
    bool running_ = false;
    std::shared_ptr<const Comparison> comparison_;
    Background<Comparison, Job> comparing_;  // last: it ends before what it reports to
};

}  // namespace headroom::widgets
