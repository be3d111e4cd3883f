#pragma once

#include <vector>

#include "core/engine/solver/responses.h"
#include "core/engine/solver/share_bracket.h"
#include "core/engine/solver/state.h"

namespace headroom::engine::solver {

/// Whether a caller itself refuses calls over a connection: more than may be open at once, or while its
/// breaker is open.
bool refusesItself(const Connection& connection);

/// The shares of wanted attempts that callers refuse themselves, which are never tried again
/// (`State::turnedBack`). Attempts are taken to come at random at each machine of the caller. Open calls are
/// Erlang's loss formula (exact then, whatever the times); breakers a renewal cycle
/// (queueing/circuit_breaker.h). The more is let through, the longer calls are open and the more of them
/// fail.
class OwnRefusals {
  public:
    OwnRefusals(const Model& model, State& state);

    [[nodiscard]] bool any() const { return any_; }
    void settle(const Responses& responses, SettleStep step);
    /// The largest of ShareBracket::unsettled.
    [[nodiscard]] double unsettled() const;

  private:
    const Model& model_;
    State& state_;
    bool any_;
    std::vector<ShareBracket> letThrough_;  ///< by connection
};

}  // namespace headroom::engine::solver
