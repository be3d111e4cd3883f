#pragma once

#include <map>
#include <vector>

#include "core/engine/solver/state.h"
#include "core/queueing/zipf_ranks.h"

namespace headroom::engine::solver {

/// How caches change what is asked for behind them. A cache passes on its misses only: the keys that are
/// asked for rarely, and those that do not exist. Key i comes to a second cache at its rate times the share
/// of it that the first one misses (Che, Tung, Wang 2002), at random.
class KeyFlows {
  public:
    explicit KeyFlows(const Model& model);

    /// Whether misses of some cache ever come to another one that keeps keys.
    [[nodiscard]] bool matter() const { return matter_; }
    /// What a cache passes on of the requests for the keys of one population, by bucket, and of those for
    /// keys that do not exist, as shares.
    void setPassed(Index component, Index keys, std::vector<double> passed, double missingPassed) {
        fates_[{component, keys}] = {std::move(passed), missingPassed};
    }
    /// Works out what the requests of all visits ask for, callers first.
    void follow(State& state);

  private:
    struct Fates {
        std::vector<double> passed;
        double missingPassed = 1;
    };
    /// What comes to a visit, per second.
    struct Inflow {
        double existing = 0;
        double missing = 0;
        double plain = 0;             ///< of the existing, by Zipf's law
        std::vector<double> factors;  ///< the others
    };

    [[nodiscard]] bool keepsKeys(Index visit) const;
    [[nodiscard]] bool passesMissesToCache(Index visit, const std::vector<char>& reachesCache) const;
    void sendOn(const State& state, Index visit);
    void add(const State& state, Index visit, Index call, double rate);
    void settle(State& state, Index visit);
    [[nodiscard]] const Fates* fatesFor(Index visit, const Call& call) const;
    [[nodiscard]] const std::vector<queueing::ZipfRank>& bucketsOf(Index keys);

    const Model& model_;
    bool matter_ = false;
    std::vector<Index> callersFirst_;
    std::vector<Inflow> inflows_;
    std::map<std::pair<Index, Index>, Fates> fates_;  ///< by component and population
    std::map<Index, std::vector<queueing::ZipfRank>> buckets_;
};

}  // namespace headroom::engine::solver
