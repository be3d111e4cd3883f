#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "core/engine/behavior.h"
#include "core/engine/simulator/random_stream.h"

namespace headroom::engine::simulator {

/// The state of a limit, request by request.
class GateKeeper {
  public:
    explicit GateKeeper(const Gate& gate);
    /// How long a request of that client that comes now is held, ms; nullopt: it is turned away. Times never
    /// go back. A client of 0 is nobody's: each such request is the first of its sort to a limit for each
    /// client.
    std::optional<double> pass(double nowMs, std::uint64_t client, RandomStream& random,
                               std::uint32_t rank = 0);

    /// There are so many counters from now on; new ones are fresh.
    void setCounters(double count, double nowMs);

  private:
    struct Counter {
        double tokens = 0;          ///< below 0: promised to those who wait
        double sinceMs = 0;         ///< when tokens were brought up to date, or the window began
        double count = 0;           ///< in this window
        double before = 0;          ///< in the one before
        std::vector<double> taken;  ///< when the places of the log were taken, a ring
        std::size_t oldest = 0;
    };
    Counter& counterFor(double nowMs, std::uint64_t client, RandomStream& random);
    void forget(double nowMs);
    std::optional<double> tokenBucket(Counter& counter, double nowMs, double kept) const;
    std::optional<double> leakyBucket(Counter& counter, double nowMs, double kept) const;
    std::optional<double> fixedWindow(Counter& counter, double nowMs) const;
    std::optional<double> slidingLog(Counter& counter, double nowMs) const;
    std::optional<double> slidingCounter(Counter& counter, double nowMs) const;
    [[nodiscard]] double places() const;
    [[nodiscard]] double spacingMs() const;

    Gate gate_;
    std::vector<Counter> counters_;
    std::vector<std::unordered_map<std::uint64_t, Counter>> byClient_;
    Counter nobodys_;
};

}  // namespace headroom::engine::simulator
