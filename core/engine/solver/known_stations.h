#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "core/engine/solver/side_by_side.h"
#include "core/engine/solver/snapshot.h"
#include "core/engine/solver/state.h"
#include "core/engine/solver/variability.h"

namespace headroom::engine::solver {

/// What is found for each station by itself, loads or waits: by its own part of the model and of the state
/// before, and by how jobs arrive there. Of each time in a solve, what the same time of the last solve found.
class KnownStations {
  public:
    /// find(i, share) for each station that is not as it was; all others get what it found for them.
    /// `arrivals`: by station, where it asks for them; else empty. `least`: stations that are worth a thread.
    template <class Find>
    void find(std::size_t number, const Model& model, State& state, const std::vector<ArrivalShape>& arrivals,
              std::size_t least, const Find& find) {
        const bool knows = number < known_.size();
        const std::vector<char> stale =
            knows ? known_[number].update(model, state, arrivals) : std::vector<char>();
        const std::size_t count = model.components.size();
        const auto due = knows ? static_cast<std::size_t>(std::ranges::count(stale, 1)) : count;
        eachInShares(count, due, least, [&](std::size_t component, std::size_t share) {
            const auto i = static_cast<Index>(component);
            if (knows && stale[i] == 0) {
                known_[number].recall(model, i, state);
                return;
            }
            find(i, share);
            if (knows) {
                known_[number].keep(model, i, state);
            }
        });
    }

  private:
    /// What is found: by component and by visit.
    struct Known {
        std::vector<char> update(const Model& model, const State& state,
                                 const std::vector<ArrivalShape>& now);
        void keep(const Model& model, Index component, const State& state);
        void recall(const Model& model, Index component, State& state) const;

        Snapshot before;
        std::vector<ArrivalShape> arrivals;
        std::vector<std::vector<PoolState>> pools;
        std::vector<double> room;
        std::vector<double> arrivalScv;
        std::vector<double> served;
        std::vector<double> stays;
    };

    std::array<Known, 4> known_;
};

}  // namespace headroom::engine::solver
