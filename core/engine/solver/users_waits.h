#pragma once

#include "core/engine/solver/state.h"
#include "core/engine/solver/variability.h"
#include "core/engine/solver/work_mix.h"

namespace headroom::engine::solver {

/// The wait in a network of users that is known exactly.
queueing::WaitDistribution waitOfUsers(const UsersWait& users);

/// The wait at a machine of such a network, where services are not exponential or machines take turns; of all
/// that comes there they see a share. What services that vary otherwise would change for requests at random
/// counts the less the more the number of users decides how long they wait. What taking turns would change
/// counts by 1 - h^(1.25 + 3 c / N), where h of the time that one user more would bring is spent in waiting
/// for the machines that take turns (c workers, N users): measured, within 1.4 % of the mean response
/// (engine.md).
queueing::WaitDistribution waitOfUsers(const UsersWait& users, const WorkMix& all, double seen,
                                       std::int64_t workers, const ArrivalShape& arrivals, PoolState& at);

/// The wait at a pool of a component of such a network, of users and of what comes from elsewhere.
void findUsersWaits(const Model& model, Index component, std::size_t pool, const ArrivalShape& arrivals,
                    State& state);

/// The wait at a machine where no such network is known, and `share` of what comes is from users: `seen`
/// without who waits. Where they nearly fill it, their number decides how long they wait, and not how
/// arrivals and services vary.
queueing::WaitDistribution waitBesideUsers(const WorkMix& seen, std::int64_t workers, double share,
                                           const ArrivalShape& arrivals, PoolState& at);

/// The same, longer by a factor.
queueing::WaitDistribution stretched(const queueing::WaitDistribution& wait, double factor);

}  // namespace headroom::engine::solver
