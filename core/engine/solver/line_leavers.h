#pragma once

#include <vector>

#include "core/engine/solver/state.h"
#include "core/engine/solver/work_mix.h"

namespace headroom::engine::solver {

/// Whether a call is taken back at its timeout while it still waits in line.
bool isTakenBack(const Model& model, const Call& call);

/// How long what such a call sends waits in line, in ms: the timeout less the mean way there.
double patienceMs(const Model& model, const Call& call);

/// For how long those wait in line whose callers take them back (`cancel_on_timeout`): the timeout less the
/// mean way there. Who is being served by then is served to the end.
class LineLeavers {
  public:
    LineLeavers(const Model& model, State& state);

    [[nodiscard]] bool any() const { return any_; }
    /// Sets `State::patience` and, by the waits of the state, `State::callStays`.
    void find(State& state) const;

  private:
    const Model& model_;
    bool any_ = false;
};

/// Whether the queue of a pool is one that the solver knows with leavers: no limits but workers, first come
/// first served, machines not picked by how busy they are. Else what is taken back is worked on all the same.
bool leavesLine(const Model& model, const State& state, Index component, std::size_t pool);
/// Of the requests of a visit that a pool works on, the share that one machine answers alone, so that it can
/// be taken back.
double takenBackAt(const Model& model, const Visit& visit, std::size_t pool);
/// The patience of what comes to a machine of the pool; empty where nobody leaves.
std::vector<queueing::Patience> patienceAt(const Model& model, const State& state, Index component,
                                           std::size_t pool);
/// Of the requests of a visit, the share that leaves before anybody works on it.
double leavingShare(const Model& model, const State& state, const Visit& visit,
                    const std::vector<queueing::Patience>& patience);

/// A queue that some leave after a time, and its utilization. Where it is not exponential all times are so
/// many times as long, as with `boundedQueue`. What those who wait for ever overload has no steady state.
double loadLeaving(const WorkMix& mix, const MachinePool& pool, double arrivalScv,
                   std::vector<queueing::Patience> patience, PoolState& at);

/// Components whose queues some leave, where that is approximate or left out.
std::vector<Id> roughlyLeft(const Model& model, const State& state);

}  // namespace headroom::engine::solver
