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

#include "core/model/design.h"
#include "core/results/results.h"

namespace headroom::app {

/// One thread that solves snapshots. One job is in flight and only the latest waits: a newer one takes the
/// place of what waits and asks what runs to stop. Answers carry the revision they belong to; the answer of a
/// job that was asked to stop is thrown away.
class SolveWorker {
  public:
    using Solve = std::function<results::Results(const model::Design&, const std::stop_token&)>;
    using Answer = std::shared_ptr<const results::Results>;

    struct Done {
        std::uint64_t revision = 0;
        Answer answer;
        std::chrono::microseconds took{0};
    };

    /// `ready` is called on the worker's thread after each answer.
    SolveWorker(Solve solve, std::function<void()> ready);
    ~SolveWorker();
    SolveWorker(const SolveWorker&) = delete;
    SolveWorker& operator=(const SolveWorker&) = delete;

    void submit(std::uint64_t revision, model::Design design);

    /// The newest answer that has not been taken yet.
    std::optional<Done> take();
    /// Waits for the answer of `revision`, at most for `patience`.
    std::optional<Done> takeWithin(std::uint64_t revision, std::chrono::microseconds patience);

  private:
    struct Job {
        std::uint64_t revision = 0;
        model::Design design;
    };

    void run(const std::stop_token& quit);
    std::optional<Job> nextJob(const std::stop_token& quit);
    void publish(Done done, const std::stop_token& stopped);

    const Solve solve_;
    const std::function<void()> ready_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::condition_variable_any answered_;
    std::optional<Job> pending_;
    std::optional<Done> done_;
    std::stop_source inFlight_{std::nostopstate};
    std::jthread thread_;  // last: it starts when all the rest is there
};

}  // namespace headroom::app
