#include "widgets/timeline/comparison_feed.h"

#include "core/engine/solver/solve.h"

namespace headroom::widgets {

ComparisonFeed::ComparisonFeed(Document& document, QObject* parent)
    : QObject(parent),
      document_(document),
      simulation_(document, this),
      comparing_(
          *this,
          [this](const Job& job, const std::stop_token& stop) {
              const catalog::Catalog& catalog = document_.catalog();
              Comparison all =
                  compare(job.design, catalog, engine::solve(job.design, catalog, stop), *job.simulated);
              all.withoutEvents = job.withoutEvents;
              return all;
          },
          [this](const std::shared_ptr<const Comparison>& comparison) {
              comparison_ = comparison;
              running_ = false;
              emit changed();
          }) {
    connect(&simulation_, &SimulationFeed::changed, this, &ComparisonFeed::follow);
    connect(&document, &Document::designReplaced, this, [this] {
        comparing_.abandon();
        comparison_.reset();
        running_ = false;
        emit changed();
    });
}

void ComparisonFeed::run(double seconds) {
    comparing_.abandon();
    running_ = true;
    job_ = {levelled(document_.design(), seconds), nullptr, hasScenario(document_.design())};
    simulation_.run(job_.design, seconds);
}

void ComparisonFeed::follow() {
    if (running_ && simulation_.answer() != nullptr && job_.simulated == nullptr) {
        job_.simulated = simulation_.answer();
        comparing_.ask(job_);
    }
    emit changed();
}

}  // namespace headroom::widgets
