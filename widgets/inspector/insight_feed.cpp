#include "widgets/inspector/insight_feed.h"

#include <algorithm>
#include <utility>

#include "core/engine/passes/explain.h"

namespace headroom::widgets {

namespace {

constexpr int pauseMs = 150;  // the hands rest

/// The explanations of a component that answers are of its residence and of its response, which holds the
/// other.
void keepResponse(std::vector<results::Explanation>& times) {
    std::erase_if(times, [](const results::Explanation& one) { return one.figure != "response_ms"; });
}

Insight insightInto(const model::Design& design, const catalog::Catalog& catalog, const Id& id,
                    const std::stop_token& stop) {
    Insight insight;
    const auto component = design.components().find(id);
    if (!component) {
        return insight;
    }
    for (const model::Workload& workload : component->workloads) {
        auto times = engine::explain(design, catalog, id + "." + workload.id, stop);
        std::move(times.begin(), times.end(), std::back_inserter(insight.times));
    }
    if (component->workloads.empty()) {
        insight.times = engine::explain(design, catalog, id, stop);
        keepResponse(insight.times);
        insight.death = engine::whatIf(design, catalog, id, stop);
    }
    return insight;
}

}  // namespace

InsightFeed::InsightFeed(Document& document, std::function<bool()> wanted, QObject* parent)
    : QObject(parent),
      document_(document),
      wanted_(std::move(wanted)),
      background_(
          *this,
          [&catalog = document.catalog()](const Question& question, const std::stop_token& stop) {
              return insightInto(question.design, catalog, question.component, stop);
          },
          [this](const std::shared_ptr<const Insight>& insight) { emit arrived(insight); }) {
    pause_.setSingleShot(true);
    pause_.setInterval(pauseMs);
    connect(&pause_, &QTimer::timeout, this, &InsightFeed::ask);
    connect(&document, &Document::designChanged, this, [this](const model::ChangeSet& changes) {
        if (changes.affectsEngine()) {
            outdate();
        }
    });
    connect(&document, &Document::resultsChanged, this, &InsightFeed::wake);
}

void InsightFeed::setComponent(const Id& component) {
    if (component != component_) {
        component_ = component;
        outdate();
        wake();
    }
}

void InsightFeed::outdate() {
    background_.abandon();
    pause_.stop();
    known_ = false;
    emit outdated();
}

void InsightFeed::wake() {
    if (!known_ && wanted_()) {
        pause_.start();
    }
}

void InsightFeed::ask() {
    // An answer that is still to come asks again.
    if (!known_ && wanted_() && !document_.stale()) {
        known_ = true;
        background_.ask({document_.design(), component_});
    }
}

}  // namespace headroom::widgets
