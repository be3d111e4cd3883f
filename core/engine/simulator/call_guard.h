#pragma once

#include <cstdint>
#include <vector>

#include "core/engine/solver/model.h"

namespace headroom::engine::simulator {

/// What one machine of a caller remembers of its calls over one connection: how many are open, and the
/// breaker's last ones. A breaker that has seen a window of calls with too many failures is open for a while,
/// then half open: one call is let through, and closes it, or opens it anew.
class CallGuard {
  public:
    /// Whether a call may be made now; it counts as open then. `probes` says that it decides about the
    /// breaker.
    struct Pass {
        bool allowed = false;
        bool probes = false;
    };
    Pass enter(const solver::Connection& connection, double nowMs);
    /// A call that was let through has ended.
    void left(const solver::Connection& connection, double nowMs, bool ok, bool probed);

  private:
    enum class State : std::uint8_t { closed, open, probing };
    void remember(const solver::Breaker& breaker, double nowMs, bool ok);
    void close();

    std::int64_t inFlight_ = 0;
    State state_ = State::closed;
    double openUntilMs_ = 0;
    std::vector<char> failed_;  ///< of the last calls, in a ring
    std::size_t next_ = 0;
    std::int64_t failures_ = 0;
};

}  // namespace headroom::engine::simulator
