#include "core/engine/solver/known_flows.h"

#include <algorithm>

#include "core/engine/solver/key_flows.h"
#include "core/engine/solver/snapshot.h"

namespace headroom::engine::solver {

State KnownFlows::flowsOf(const State& state) {
    State flows;
    State::eachFlowField([&](State::Per /*per*/, auto field) { flows.*field = state.*field; });
    flows.allSpent = state.allSpent;
    return flows;
}

bool KnownFlows::recall(std::size_t number, const Model& model, State& state) const {
    if (number >= known_.size() || known_[number].flows != model.numbers.flows) {
        return false;
    }
    const Known& known = known_[number];
    bool same = known.before.allSpent == state.allSpent;
    State::eachFlowField(
        [&](State::Per /*per*/, auto field) { same = same && sameBits(known.before.*field, state.*field); });
    std::size_t at = 0;
    State::eachFlowField([&](State::Per /*per*/, auto field) {
        if (same && known.moved[at] != 0) {
            state.*field = known.after.*field;
        }
        ++at;
    });
    return same;
}

// Caches that stand behind each other remember of the last round what is in none of these fields.
void KnownFlows::keep(std::size_t number, const Model& model, State before, const State& after) {
    if (!after.keyFlows.flows || after.keyFlows.flows->matter()) {
        return;
    }
    known_.resize(std::max(known_.size(), number + 1));
    Known& known = known_[number];
    known = {.flows = model.numbers.flows, .before = std::move(before), .after = {}, .moved = {}};
    State::eachFlowField([&](State::Per /*per*/, auto field) {
        known.moved.push_back(sameBits(known.before.*field, after.*field) ? 0 : 1);
        if (known.moved.back() != 0) {
            known.after.*field = after.*field;
        }
    });
}

}  // namespace headroom::engine::solver
