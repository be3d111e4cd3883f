#pragma once

#include "core/engine/solver/state.h"
#include "core/engine/solver/variability.h"
#include "core/engine/solver/work_mix.h"

namespace headroom::engine::solver {

/// The wait in a network of users that is known exactly.
queueing::WaitDistribution waitOfUsers(const UsersWait& users);

/// The wait at a machine where `all` comes from them, of which an arrival sees a share. What differs there
/// from exponential machines counts as much as it would for requests at random, the less the more the number
/// of users decides how long they wait. Where machines take turns, the mean is that of Bard and Schweitzer.
queueing::WaitDistribution waitOfUsers(const UsersWait& users, const WorkMix& all, double seen,
                                       std::int64_t workers, const ArrivalShape& arrivals, PoolState& at);

/// The wait at a machine where no such network is known, and `share` of what comes is from users: `seen`
/// without who waits. Where they nearly fill it, their number decides how long they wait, and not how
/// arrivals and services vary.
queueing::WaitDistribution waitBesideUsers(const WorkMix& seen, std::int64_t workers, double share,
                                           const ArrivalShape& arrivals, PoolState& at);

/// The same, longer by a factor.
queueing::WaitDistribution stretched(const queueing::WaitDistribution& wait, double factor);

}  // namespace headroom::engine::solver
