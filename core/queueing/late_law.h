// The law of a queue to which what is late comes back: the inside of late_retrials.h.
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <vector>

#include "core/queueing/late_retrials.h"
#include "core/queueing/late_tables.h"
#include "core/queueing/retrial_times.h"
#include "core/queueing/returning_attempts.h"
#include "core/queueing/state_chain.h"

namespace headroom::queueing {

// Attempts of one stream that are late the k-th time, and come back.
struct LateAttempt : ReturningAttempt {
    std::vector<double> next;  // the law that its retry finds
    double nextLate = 1.0;     // P(that is late)
};

class LateLaw {
  public:
    using Load = LateRetrialQueue::Load;
    using Values = std::vector<double>;

    bool solve(const Load& load);
    double late() const { return late_; }
    double lateAgain(std::size_t stream, std::size_t k) const;
    const Values& found() const { return found_; }
    Values foundByAll() const;
    Values foundAtRandom() const;
    Values leaves() const;
    double arrivals() const { return base_ + total(returning_); }

  private:
    static constexpr int mostRounds = 100;
    static constexpr double mostLoad = 0.98;      // beyond, more states matter than there are
    static constexpr double mostOfLeaving = 1.5;  // then they no longer matter
    static constexpr double settled = 1e-10;
    static constexpr double nearby = 0.2;  // from where on steps tell where they lead
    static constexpr std::size_t mostStates = 400;
    static constexpr double hardlyMatters = 1e-6;  // against P(late)
    static constexpr double hardlyAny = 1e-9;      // P(a retry finds as many as there are states)

    static double total(const Values& values) { return std::accumulate(values.begin(), values.end(), 0.0); }
    static double product(const Values& a, const Values& b) {
        return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
    }

    bool isLike(const Load& load) const;
    void begin(const Load& load);
    void makeTables();
    bool needsMore() const;
    void grow();
    void update(const Load& load);
    void settle();

    double round();
    void findRates();
    void findLaw();
    void lookBack(std::size_t known);
    void findReturns(std::size_t known);
    Values met(const LateAttempt& a) const;
    // One that is late: up to its limit, and until it comes back.
    void follow(const Values& met, std::size_t known);
    double stayBehind(const LateTables::Path& path, double rate, double length) const;
    void goBack(Values law, std::size_t known);
    void lookAhead(std::size_t known, std::size_t point, double late);

    // 1/time, what comes and stays, of that much in a state.
    double stayingOf(double arrivals, std::size_t state) const {
        return load_.others + std::max(arrivals - load_.others, 0.0) * tables_.stays()[state];
    }
    double returningTo(const LateAttempt& a) const {
        return a.before ? attempts_[*a.before].returns * attempts_[*a.before].rate : 0.0;
    }
    // P(late) where two times tell that much, each for itself.
    double bothTell(double a, double b) const {
        return std::clamp(1.0 - (1.0 - a) * (1.0 - b) / std::max(1.0 - late_, 1e-12), 0.0, 1.0);
    }
    void unknowns(Values& x) const;
    void take(const Values& x);

    Load load_;
    bool known_ = false;
    std::size_t states_ = 0;
    std::vector<LateAttempt> attempts_;
    LateTables tables_;
    TimeGrid grid_;
    StateChain chain_;
    Values deaths_;
    Values deathsBeside_;  // while one server works on a late one

    double base_ = 0.0;  // 1/time, what comes at random
    double late_ = 0.0;
    Values found_;      // by fresh ones
    Values returning_;  // 1/time, what comes back, by what it finds
    Values arrivals_;   // 1/time, by state

    // Rates of late ones around one that is known: by that one, by kind, by distance in time.
    std::vector<std::vector<Values>> after_;
    std::vector<std::vector<Values>> before_;
    std::vector<Values> returns_;  // 1/time, by kind, by time since the one that is known
    Values rates_;                 // of all that comes
};

}  // namespace headroom::queueing
