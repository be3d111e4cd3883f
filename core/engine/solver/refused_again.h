#pragma once

#include <optional>
#include <vector>

#include "core/engine/solver/retrial_load.h"
#include "core/engine/solver/state.h"
#include "core/engine/solver/stations.h"
#include "core/queueing/retrial_queue.h"

namespace headroom::engine::solver {

/// What attempts find that follow a rejection by a full queue: not what a fresh request finds, but the queue
/// as it has become since, others among them that were rejected at the same time (queueing/retrial_queue.h).
/// Where one machine of the callee may be picked again by chance, the others are as full as ever.
class RefusedAgain {
  public:
    explicit RefusedAgain(const Model& model);

    [[nodiscard]] bool any() const { return !stations_.empty(); }
    /// Sets `State::stillFull`, `State::returnedTo` and, of the attempts that are made, `State::echo`.
    void find(State& state);

  private:
    struct Station {
        ReturningCalls calls;
        queueing::RetrialQueue queue;
        std::optional<queueing::RetrialQueue::Load> load;  ///< that was solved
    };

    void findEchoes(State& state) const;
    void findStation(Station& station, State& state);
    /// Whether the orbit is known.
    bool findReturned(Station& station, State& state);
    void findAgain(const Station& station, State& state) const;
    /// To fresh requests.
    [[nodiscard]] static double fullOf(const Component& component, const WorkMix& mix,
                                       const BoundedQueue& bounded, const queueing::RetrialQueue& queue,
                                       double arrivalScv);
    /// As if all others came at random.
    std::vector<double> chancesOf(const Call& call, const State& state, double sameMachine);

    const Model& model_;
    std::vector<double> sameMachine_;  ///< by call: that a retry meets the machine again; 0: not known so
    std::vector<double> foundFor_;     ///< by call: the arrivals at its queue for which that was done last
    std::vector<Station> stations_;
};

/// Connections over which something is sent again after a rejection that is taken to arrive as a fresh
/// request does.
std::vector<Id> takenAsFresh(const Model& model, const State& state);

/// Whether all that is sent again in that call follows a rejection after which it meets others that were
/// rejected, too, and is no fresh request.
bool isReturning(const Model& model, const State& state, Index call);

}  // namespace headroom::engine::solver
