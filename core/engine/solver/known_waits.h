#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>

#include "core/queueing/exponential_wait.h"
#include "core/queueing/gg_c.h"
#include "core/queueing/gi_g_1.h"

namespace headroom::engine::solver {

/// Waits that take the roots of equations to find, by all that they follow from: rounds and edits ask for
/// most of them again.
class KnownWaits {
  public:
    /// G/G/c by two moments.
    queueing::ExponentialWait twoMoments(const queueing::GgcInput& input);
    /// GI/M/c with gamma times between arrivals, of at most the variability of random ones.
    queueing::ExponentialWait gammaArrivals(const queueing::GgcInput& input);

    /// GI/G/1 with services that take `speed` times less.
    queueing::RenewalWait renewal(const queueing::RenewalStream& arrivals,
                                  const queueing::ServiceDistribution& service, double speed);

    /// Forgets what this solve has not asked for.
    void solveEnds();

  private:
    enum class Formula : std::uint8_t { twoMoments, gammaArrivals };
    template <std::size_t words>
    using Key = std::array<std::uint64_t, words>;
    struct Hash {
        template <std::size_t words>
        std::size_t operator()(const Key<words>& key) const;
    };
    template <class Wait>
    struct Known {
        Wait wait;
        std::uint64_t lastSolve = 0;
    };
    static constexpr std::size_t momentWords = 6;
    static constexpr std::size_t distributionWords = 11;
    template <std::size_t words, class Wait>
    using Table = std::unordered_map<Key<words>, Known<Wait>, Hash>;

    template <std::size_t words, class Wait, class Find>
    Wait known(Table<words, Wait>& table, const Key<words>& key, Find find) const;
    template <class Find>
    queueing::ExponentialWait byMoments(Formula formula, const queueing::GgcInput& input, Find find);

    std::uint64_t solve_ = 1;
    Table<momentWords, queueing::ExponentialWait> waits_;
    Table<distributionWords, queueing::RenewalWait> renewals_;
};

}  // namespace headroom::engine::solver
