#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>

#include "core/queueing/exponential_wait.h"
#include "core/queueing/gg_c.h"

namespace headroom::engine::solver {

/// Waits that take the roots of equations to find, by all that they follow from: rounds and edits ask for
/// most of them again.
class KnownWaits {
  public:
    /// G/G/c by two moments.
    queueing::ExponentialWait twoMoments(const queueing::GgcInput& input);
    /// GI/M/c with gamma times between arrivals, of at most the variability of random ones.
    queueing::ExponentialWait gammaArrivals(const queueing::GgcInput& input);

    /// Forgets what this solve has not asked for.
    void solveEnds();

  private:
    enum class Formula : std::uint8_t { twoMoments, gammaArrivals };
    using Key = std::array<std::uint64_t, 6>;
    struct Hash {
        std::size_t operator()(const Key& key) const;
    };
    struct Known {
        queueing::ExponentialWait wait;
        std::uint64_t lastSolve = 0;
    };

    template <class Find>
    queueing::ExponentialWait known(Formula formula, const queueing::GgcInput& input, Find find);

    std::uint64_t solve_ = 1;
    std::unordered_map<Key, Known, Hash> waits_;
};

}  // namespace headroom::engine::solver
