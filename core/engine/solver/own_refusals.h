#pragma once

#include "core/engine/solver/responses.h"
#include "core/engine/solver/state.h"

namespace headroom::engine::solver {

/// Whether a caller itself refuses calls over a connection: more than may be open at once, or while its
/// breaker is open.
bool refusesItself(const Connection& connection);

/// Sets `State::turnedBack` of each connection: the share of wanted attempts that a caller refuses itself,
/// which is never tried again. Attempts are taken to come at random at each machine of the caller. Open calls
/// are Erlang's loss formula (exact then, whatever the times); breakers a renewal cycle
/// (queueing/circuit_breaker.h).
void findOwnRefusals(const Model& model, const Responses& responses, State& state);

}  // namespace headroom::engine::solver
