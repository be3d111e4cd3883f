// Erlang's two formulas. Loads are in erlangs (offered rate over service rate of
// one server), so no unit of time appears. All answers are finite and in [0, 1].
#pragma once

#include <cstdint>

namespace headroom::queueing {

// Probability that an arrival finds all servers busy in a loss system M/G/c/c
// (Erlang 1917). Range: offeredLoad >= 0, servers 0 .. 1e9; a negative or NaN
// load counts as 0. Cost grows with the square root of the servers.
double erlangB(double offeredLoad, std::int64_t servers);

// Probability that an arrival waits in M/M/c (Erlang 1917). 1 when
// offeredLoad >= servers, where every arrival waits in the long run.
double erlangC(double offeredLoad, std::int64_t servers);

// The fewest servers for which erlangB(offeredLoad, servers) <= maxBlocking.
// Range: offeredLoad 0 .. 1e9; maxBlocking is clamped to [1e-12, 1].
std::int64_t serversForBlocking(double offeredLoad, double maxBlocking);

}  // namespace headroom::queueing
