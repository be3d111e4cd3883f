#pragma once

#include <cstdint>
#include <vector>

#include "core/engine/solver/state.h"

namespace headroom::engine::solver {

/// What outcomes, rates, hit ratios and admissions come to, by the models and states that they follow from:
/// an edit of how long work takes finds them again in each round.
class KnownFlows {
  public:
    /// find(), or what it came to at the same number with the same model and state.
    template <class Find>
    void find(std::size_t number, const Model& model, State& state, Find find) {
        if (number >= most || model.numbers.flows == 0) {
            find();
        } else if (!recall(number, model, state)) {
            State before = flowsOf(state);
            find();
            keep(number, model, std::move(before), state);
        }
    }

  private:
    static constexpr std::size_t most = 4;
    struct Known {
        std::uint64_t flows = 0;  ///< ModelNumbers
        State before;             ///< fields of flows only
        State after;              ///< of those the ones that have moved
        std::vector<char> moved;  ///< by field
    };

    static State flowsOf(const State& state);
    bool recall(std::size_t number, const Model& model, State& state) const;
    void keep(std::size_t number, const Model& model, State before, const State& after);

    std::vector<Known> known_;
};

}  // namespace headroom::engine::solver
