#pragma once

#include <vector>

#include "core/engine/solver/state.h"

namespace headroom::engine::solver {

/// What attempts find that follow a rejection by a full queue: not what a fresh request finds, but the queue
/// as it has become since (queueing/still_full.h). Where one machine of the callee may be picked again by
/// chance, the others are as full as ever.
class RefusedAgain {
  public:
    explicit RefusedAgain(const Model& model);

    [[nodiscard]] bool any() const { return any_; }
    /// Sets `State::stillFull` and, of the attempts that are made, `State::echo`.
    void find(State& state);

  private:
    std::vector<double> chancesOf(const Call& call, const State& state, double sameMachine);

    const Model& model_;
    std::vector<double> sameMachine_;  ///< by call: that a retry meets the machine again; 0: not known so
    std::vector<double> foundFor_;     ///< by call: the arrivals at its queue for which that was done last
    bool any_ = false;
};

/// Connections over which something is sent again after a rejection that is taken to arrive as a fresh
/// request does.
std::vector<Id> takenAsFresh(const Model& model, const State& state);

}  // namespace headroom::engine::solver
