// What follows for a request in a queue of exponential servers when its caller hears nothing of it up to a
// limit: where it is by then, and how likely those that come behind it are late, too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace headroom::queueing {

// First come, first served. States are requests there, found by one who comes: servers + x means that x + 1
// completions have to happen before it is served. A table of a queue, whatever comes to it.
class LateTables {
  public:
    struct Queue {
        double serviceRate = 1.0;  // of one server, 1/time, > 0
        std::int64_t servers = 1;  // from 1
        double limit = 1.0;        // from arrival to the end of the service and what follows, time, > 0
        std::size_t states = 2;    // from servers + 1
        // Who would wait for longer than that leaves the line then; absent: nobody does.
        std::optional<double> patience = std::nullopt;
    };
    // restTail: P(a service, and what follows it before the caller hears of it, takes longer than that).
    LateTables() = default;
    LateTables(const Queue& queue, const std::function<double(double)>& restTail);

    static constexpr std::size_t steps = 12;  // up to the limit, all as long
    static constexpr std::size_t stride = 2;  // of them, between two that `both` knows

    // P(late), by what it finds.
    const std::vector<double>& late() const { return late_; }
    // P(it does not leave the line before it is served), by what it finds.
    const std::vector<double>& stays() const { return stays_; }
    // P(late) of one who is served at once.
    double servedLate() const { return servedLate_; }
    // Of a law of what it finds: P(it begins to be served in that step, and is late).
    double begins(std::size_t step, const std::vector<double>& found) const;
    // P(it waits at the limit and that many completions have to happen until it is served), from index 1.
    std::vector<double> waiting(const std::vector<double>& found) const;

    // Of one that waits at the limit, and leaves: P(one that has come so long after it leaves as well), where
    // so many in the mean stay between them. waiting: as above.
    double leavesBehind(const std::vector<double>& waiting, double since, double between) const;

    // What one late request has done until the limit.
    struct Path {
        std::vector<double> waiting;              // as above
        std::vector<double> begins;               // by step, as above
        std::vector<std::vector<double>> served;  // at each point, by requests there: in service, and late
        std::vector<double> behind;               // at each point: mean number that has come behind it
        std::vector<double> behindWaiting;        // and stays there, where it waits at the limit
    };
    // P(it is late, and so is one that comes at that point, a multiple of `stride`).
    double both(std::size_t point, const Path& path) const;

  private:
    double laterThan(std::size_t completions, std::size_t point) const;
    // P(one that needs so many completions is late, of which up to the limit of the other one server does
    // none, from `from` on), by its number; it has come at `point`.
    std::vector<double> blockedLate(std::size_t from, std::size_t point) const;

    Queue queue_;
    std::function<double(double)> rest_;
    double servedLate_ = 0.0;
    std::vector<double> late_;
    std::vector<double> stays_;
    std::vector<double> atLimit_;              // P(so many completions up to the limit)
    std::vector<std::vector<double>> begins_;  // by step, by completions needed less one
    std::vector<std::vector<double>> later_;   // by point and completions: P(they and the rest take longer)
    std::vector<std::vector<std::vector<double>>> blocked_;  // by point, from
};

// P(Poisson(mean) = i) for i below size.
std::vector<double> poissonLaw(double mean, std::size_t size);

}  // namespace headroom::queueing
