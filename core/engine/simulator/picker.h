#pragma once

#include <map>
#include <utility>
#include <vector>

#include "core/engine/simulator/run_state.h"
#include "core/queueing/hash_placement.h"

namespace headroom::engine::simulator {

/// Picks machines by the policy of a balancer, a connection or its caller. A place is a machine, or a shard
/// with all its copies; `Task::place` is the one that a request was counted at.
class Picker {
  public:
    explicit Picker(RunState& state);

    /// Whether a component decides between its connections by its policy.
    [[nodiscard]] bool decides(Index component) const;
    /// The call of a balancer's step that is made, by the policy; the machine is kept for `blockFor`.
    [[nodiscard]] Index callOf(const solver::Step& step, Index task);
    /// Which place of the callee takes a request that comes by that connection.
    [[nodiscard]] Index blockFor(Index task, Index component, Index connection);

    /// A request is on its way to a place, or is done with there.
    void sent(Index task, Index component, Index block);
    void done(Index task, bool ok) {
        if (state_.tasks[task].place != none) {
            leave(state_.tasks[task], ok);
        }
    }
    /// A place is away, or back: what looks at machines sends nothing there as long as there are others.
    void setAway(Index component, Index block, bool away);

  private:
    struct Candidate {
        Index call = none;
        Index component = none;
        Index block = 0;
        double weight = 1;  ///< of one machine
    };
    void leave(const Task& task, bool ok);
    [[nodiscard]] Policy policyFor(Index connection) const;
    [[nodiscard]] Index inTurn(const solver::Step& step);
    [[nodiscard]] bool isForgotten(Index place) const;
    [[nodiscard]] double usualResponse(Index place) const;
    [[nodiscard]] double scoreOf(const Candidate& candidate, Policy policy) const;
    [[nodiscard]] Index best(Policy policy, double choices, RandomStream& random);
    [[nodiscard]] Index placeOf(Policy policy, Index caller, std::uint64_t client, RandomStream& random);
    void addMachines(Index call, Index component, double weight);

    RunState& state_;
    std::vector<Index> firstPlace_;   ///< by component
    std::vector<double> open_;        ///< requests, by place
    std::vector<double> responseMs_;  ///< usual time of an answer, by place
    std::vector<double> answeredMs_;  ///< the last one, by place
    std::vector<Index> turns_;        ///< of round robin within a target, by connection
    std::vector<double> credit_;      ///< of turns between targets, by connection
    std::vector<Candidate> candidates_;
    std::map<std::pair<Index, Index>, queueing::HashRing> rings_;  ///< by caller and number of machines
    Index keptFor_ = none;  ///< the connection that a machine has been picked for already
    Index keptBlock_ = 0;
};

}  // namespace headroom::engine::simulator
