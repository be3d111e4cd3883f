#pragma once

#include <vector>

#include "core/engine/solver/share_bracket.h"
#include "core/engine/solver/state.h"
#include "core/engine/solver/variability.h"
#include "core/engine/solver/work_mix.h"

namespace headroom::engine::solver {

class Responses;

/// Whether somebody waits for a slot at machines of the pool; messages wait for one at their broker.
bool needsSlots(const State& state, Index component, const MachinePool& pool);
bool hasSlots(const Component& component);
/// Whether somebody is held until a request there is answered, a slot or a user, or looks at how many are.
inline bool isHeld(const Component& component) {
    return component.usersWait || component.isCounted || hasSlots(component);
}

/// The waits for a slot and for a worker at one machine of a pool with slots, and what its slots allow, from
/// the times for which they are held. Without time spent elsewhere, slots or workers, whatever is fewer, are
/// the servers of an ordinary queue; where there are workers for all slots, slots are the servers and the
/// whole time the service; else both in layers (queueing/slot_queue.h).
void findSlotWaits(const WorkMix& mix, const MachinePool& pool, const ArrivalShape& arrivals, Index component,
                   const Model& model, const State& state, PoolState& at);

/// For how long requests of a component are open after its own work; what nobody answers within the horizon,
/// for all of it.
Elsewhere elsewhereOf(const Model& model, const State& state, const Responses& responses, Index component);

/// Whether some machine has all slots held for good, while its workers could do more.
bool slotsAreHeld(const State& state, Index component);

/// Whether slots make a wait, or turn something away, that has no exact formula.
bool slotsAreApproximate(const Model& model, const State& state, Index component);

/// The shares of arrivals that get slots: the more do, the more work there is behind them, the longer slots
/// are held and the fewer get one.
class Slots {
  public:
    Slots(const Model& model, State& state);

    [[nodiscard]] bool any() const { return !pools_.empty(); }
    void settle(const Responses& responses, SettleStep step);
    /// The largest of ShareBracket::unsettled.
    [[nodiscard]] double unsettled() const;

  private:
    struct Pool {
        Index component;
        std::size_t number;
        ShareBracket share{};
    };
    [[nodiscard]] double possibleShare(const Pool& pool, PoolState at) const;

    const Model& model_;
    State& state_;
    std::vector<Pool> pools_;
};

}  // namespace headroom::engine::solver
