// Attempts that come back to a queue after a time: what the laws of those that were refused there
// (retrial_queue.h) and of those that were late (late_law.h) have in common.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/queueing/retrial_queue.h"
#include "core/queueing/retrial_times.h"

namespace headroom::queueing {

// Those of one stream to which it happens the k-th time.
struct ReturningAttempt {
    std::size_t stream = 0;
    std::optional<std::size_t> before;  // the one that it follows, if any
    UniformSpan wait;
    double fresh = 0.0;  // 1/time, attempts that come at random
    double returns = 1.0;
    double elsewhere = 0.0;

    std::vector<double> weights;  // of the mean over the wait
    struct Span {
        AroundRefusal from;
        AroundRefusal to;
    };
    std::vector<Span> spans;  // by time: when it happened to what comes back then

    double rate = 0.0;  // 1/time, of its happening

    // Weights and spans.
    void placeOn(const TimeGrid& grid);
};

// Of all streams, one after the other, but no more than so many.
template <class Attempt>
std::vector<Attempt> attemptsOf(const std::vector<RetrialStream>& streams, std::size_t most) {
    std::vector<Attempt> all;
    for (std::size_t s = 0; s < streams.size(); ++s) {
        std::optional<std::size_t> before;
        for (const UniformSpan& wait : streams[s].waits) {
            if (all.size() == most) {
                return all;
            }
            Attempt a;
            a.stream = s;
            a.before = before;
            a.wait = wait;
            before = all.size();
            all.push_back(std::move(a));
        }
    }
    return all;
}

template <class Attempt>
void takeRates(const std::vector<RetrialStream>& streams, std::vector<Attempt>& all) {
    std::size_t k = 0;
    for (Attempt& a : all) {
        k = a.before ? k + 1 : 0;
        const RetrialStream& stream = streams[a.stream];
        a.fresh = k < stream.fresh.size() ? stream.fresh[k] : 0.0;
        a.returns = stream.returns;
        a.elsewhere = stream.elsewhere;
    }
}

// 1/time.
template <class Attempt>
double atRandom(const std::vector<Attempt>& all, const Attempt& a) {
    return a.fresh + (a.before ? all[*a.before].elsewhere * all[*a.before].rate : 0.0);
}

// How often it happens around one to whom it happens at time 0, by distance in time. Refers to both.
class RatesAround {
  public:
    void set(const TimeGrid& grid, std::span<const double> before, std::span<const double> after);
    // The mean over the span of time from which those attempts come back at that point of the grid.
    double meanFor(const ReturningAttempt& a, std::size_t point) const;

  private:
    double upTo(const AroundRefusal& at) const;

    const TimeGrid* grid_ = nullptr;
    std::span<const double> before_;
    std::span<const double> after_;
    std::vector<double> sumsBefore_;
    std::vector<double> sumsAfter_;
};

// P(it happens again the k-th time (from 1) in a row), from what that is for the first few, and for fresh
// ones.
double againAfter(double fresh, std::span<const double> known, std::size_t k);

// The same of the attempts of a stream, of each of which again(a) is known.
template <class Attempt, class Again>
double againInStream(double fresh, const std::vector<Attempt>& all, std::size_t stream, std::size_t k,
                     Again again) {
    std::vector<double> known;
    for (const Attempt& a : all) {
        if (a.stream == stream) {
            known.push_back(again(a));
        }
    }
    return againAfter(fresh, known, k);
}

}  // namespace headroom::queueing
