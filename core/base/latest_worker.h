#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace headroom {

/// One thread that answers questions of one sort. One job is in flight and only the latest waits: a newer one
/// takes the place of what waits and asks what runs to stop. Answers carry the revision they belong to; the
/// answer of a job that was asked to stop is thrown away.
template <class Job, class Output>
class LatestWorker {
  public:
    /// Looks at the token now and then; what it answers once a stop was asked for does not matter.
    using Work = std::function<Output(const Job&, const std::stop_token&)>;
    using Answer = std::shared_ptr<const Output>;

    struct Done {
        std::uint64_t revision = 0;
        Answer answer;
        std::chrono::microseconds took{0};
    };

    /// `ready` is called on the worker's thread after each answer.
    LatestWorker(Work work, std::function<void()> ready)
        : work_(std::move(work)),
          ready_(std::move(ready)),
          thread_([this](const std::stop_token& quit) { run(quit); }) {}

    ~LatestWorker() {
        cancel();
        thread_.request_stop();
        wake_.notify_all();
    }
    LatestWorker(const LatestWorker&) = delete;
    LatestWorker& operator=(const LatestWorker&) = delete;

    void submit(std::uint64_t revision, Job job) {
        {
            const std::lock_guard lock(mutex_);
            pending_ = Numbered{revision, std::move(job)};
            inFlight_.request_stop();
        }
        wake_.notify_one();
    }

    /// Nobody wants to know any more: what waits is forgotten and what runs is asked to stop.
    void cancel() {
        const std::lock_guard lock(mutex_);
        pending_.reset();
        inFlight_.request_stop();
    }

    /// The newest answer that has not been taken yet.
    std::optional<Done> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(done_, std::nullopt);
    }

    /// Waits for the answer of `revision`, at most for `patience`.
    std::optional<Done> takeWithin(std::uint64_t revision, std::chrono::microseconds patience) {
        std::unique_lock lock(mutex_);
        const auto there = [&] { return done_ && done_->revision == revision; };
        if (!answered_.wait_for(lock, patience, there)) {
            return std::nullopt;
        }
        return std::exchange(done_, std::nullopt);
    }

  private:
    struct Numbered {
        std::uint64_t revision = 0;
        Job job;
    };
    struct Started {
        Numbered numbered;
        std::stop_token stop;
    };

    void run(const std::stop_token& quit) {
        while (const auto next = nextJob(quit)) {
            const auto begin = std::chrono::steady_clock::now();
            auto answer = std::make_shared<const Output>(work_(next->numbered.job, next->stop));
            const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
                std::chrono::steady_clock::now() - begin);
            publish({next->numbered.revision, std::move(answer), took}, next->stop);
        }
    }

    // Taken and stoppable in one breath, so that no stop is lost in between.
    std::optional<Started> nextJob(const std::stop_token& quit) {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, quit, [this] { return pending_.has_value(); });
        if (quit.stop_requested()) {
            return std::nullopt;
        }
        inFlight_ = std::stop_source();
        return Started{*std::exchange(pending_, std::nullopt), inFlight_.get_token()};
    }

    void publish(Done done, const std::stop_token& stopped) {
        {
            const std::lock_guard lock(mutex_);
            if (stopped.stop_requested()) {
                return;
            }
            done_ = std::move(done);
        }
        answered_.notify_all();
        ready_();
    }

    const Work work_;
    const std::function<void()> ready_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::condition_variable_any answered_;
    std::optional<Numbered> pending_;
    std::optional<Done> done_;
    std::stop_source inFlight_{std::nostopstate};
    std::jthread thread_;  // last: it starts when all the rest is there
};

}  // namespace headroom
