#include "app/solve_worker.h"

namespace headroom::app {

SolveWorker::SolveWorker(Solve solve, std::function<void()> ready)
    : solve_(std::move(solve)),
      ready_(std::move(ready)),
      thread_([this](const std::stop_token& quit) { run(quit); }) {}

SolveWorker::~SolveWorker() {
    {
        const std::lock_guard lock(mutex_);
        pending_.reset();
        inFlight_.request_stop();
    }
    thread_.request_stop();
    wake_.notify_all();
}

void SolveWorker::submit(std::uint64_t revision, model::Design design) {
    {
        const std::lock_guard lock(mutex_);
        pending_ = Job{revision, std::move(design)};
        inFlight_.request_stop();
    }
    wake_.notify_one();
}

std::optional<SolveWorker::Done> SolveWorker::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(done_, std::nullopt);
}

std::optional<SolveWorker::Done> SolveWorker::takeWithin(std::uint64_t revision,
                                                         std::chrono::microseconds patience) {
    std::unique_lock lock(mutex_);
    const auto there = [&] { return done_ && done_->revision == revision; };
    if (!answered_.wait_for(lock, patience, there)) {
        return std::nullopt;
    }
    return std::exchange(done_, std::nullopt);
}

void SolveWorker::run(const std::stop_token& quit) {
    while (auto job = nextJob(quit)) {
        std::stop_token stop;
        {
            const std::lock_guard lock(mutex_);
            inFlight_ = std::stop_source();
            stop = inFlight_.get_token();
            if (pending_) {
                continue;  // a newer design came in between
            }
        }
        const auto begin = std::chrono::steady_clock::now();
        auto answer = std::make_shared<const results::Results>(solve_(job->design, stop));
        const auto took =
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
        publish({job->revision, std::move(answer), took}, stop);
    }
}

std::optional<SolveWorker::Job> SolveWorker::nextJob(const std::stop_token& quit) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, quit, [this] { return pending_.has_value(); });
    return quit.stop_requested() ? std::nullopt : std::exchange(pending_, std::nullopt);
}

void SolveWorker::publish(Done done, const std::stop_token& stopped) {
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

}  // namespace headroom::app
