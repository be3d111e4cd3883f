#include "core/engine/simulator/contents.h"

#include "core/engine/simulator/content_start.h"

namespace headroom::engine::simulator {

Contents::Contents(RunState& state) : state_(state), contents_(state.plan.components.size()) {
    for (Index i = 0; i < contents_.size(); ++i) {
        const ComponentPlan& plan = state.plan.components[i];
        if (plan.bytesOfKeys.empty()) {
            continue;
        }
        ContentStart start(state.plan, i, state.componentStreams[i].lookups);
        for (Index copy = 0; copy < plan.copiesOfKeys; ++copy) {
            contents_[i].push_back(state.plan.coldStart ? start.emptyMemory() : start.memory());
        }
    }
}

bool Contents::lookUp(Index visit, Index machine) {
    const Index component = state_.plan.model.visits[visit].component;
    RandomStream& random = state_.componentStreams[component].lookups;
    std::vector<KeptKeys>& copies = contents_[component];
    if (copies.empty()) {
        return random.chance(state_.plan.visits[visit].hitRatio);
    }
    const bool own = copies.size() > 1 && machine != none;
    const Index copy = own ? machine - state_.plan.components[component].firstMachine : 0;
    return copies[copy].lookUp(drawKey(state_.plan.visits[visit], random), state_.nowMs);
}

void Contents::write(Index visit) {
    const Index component = state_.plan.model.visits[visit].component;
    const CacheContent& rules = *state_.plan.model.components[component].steady.content;
    if (contents_[component].empty() || rules.writesPassUnseen) {
        return;
    }
    const std::uint32_t key = drawKey(state_.plan.visits[visit], state_.componentStreams[component].lookups);
    for (KeptKeys& memory : contents_[component]) {
        if (rules.writesRefresh) {
            memory.write(key, state_.nowMs);
        } else {
            memory.remove(key);
        }
    }
}

}  // namespace headroom::engine::simulator
