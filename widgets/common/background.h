#pragma once

#include <QMetaObject>
#include <QObject>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include "core/base/latest_worker.h"
#include "core/model/design.h"

namespace headroom::widgets {

/// Computes something, of a design unless `Job` says otherwise, on a thread of its own, made when it is first
/// asked. Only the latest question counts; its answer arrives on the thread of `owner`, which owns this.
template <class Output, class Job = model::Design>
class Background {
  public:
    using Worker = LatestWorker<Job, Output>;
    using Answer = typename Worker::Answer;

    Background(QObject& owner, typename Worker::Work work, std::function<void(const Answer&)> arrived)
        : owner_(owner), work_(std::move(work)), arrived_(std::move(arrived)) {}

    void ask(Job job) {
        if (!worker_) {
            worker_ = std::make_unique<Worker>(work_, [this] {
                QMetaObject::invokeMethod(
                    &owner_, [this] { collect(); }, Qt::QueuedConnection);
            });
        }
        waiting_ = true;
        worker_->submit(++revision_, std::move(job));
    }

    /// What was asked is of no interest any more. True where an answer was on its way.
    bool abandon() {
        if (!waiting_) {
            return false;
        }
        waiting_ = false;
        ++revision_;
        worker_->cancel();
        return true;
    }

  private:
    void collect() {
        if (const auto done = worker_->take(); done && done->revision == revision_) {
            waiting_ = false;
            arrived_(done->answer);
        }
    }

    QObject& owner_;
    typename Worker::Work work_;
    std::function<void(const Answer&)> arrived_;
    std::uint64_t revision_ = 0;
    bool waiting_ = false;
    std::unique_ptr<Worker> worker_;
};

}  // namespace headroom::widgets
