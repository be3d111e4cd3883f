#include "core/engine/simulator/contents.h"

#include <algorithm>

namespace headroom::engine::simulator {

Contents::Contents(RunState& state) : state_(state), contents_(state.plan.components.size()) {
    for (Index i = 0; i < contents_.size(); ++i) {
        if (!state.plan.components[i].bytesOfKeys.empty()) {
            contents_[i].emplace(state.plan.components[i].bytesOfKeys,
                                 state.plan.model.components[i].steady.content->memoryBytes);
            fill(i);
        }
    }
}

// In the steady state a memory holds the keys that were used last: with independent Poisson uses the time
// since the last one is exponential.
void Contents::fill(Index component) {
    RandomStream& random = state_.componentStreams[component].lookups;
    std::vector<std::pair<double, std::uint32_t>> ages;
    for (const Index visit : state_.plan.model.components[component].visits) {
        const VisitPlan& plan = state_.plan.visits[visit];
        for (std::uint32_t rank = 0; plan.useRps > 0 && rank < plan.popularity.size(); ++rank) {
            const double share = plan.popularity[rank] - (rank > 0 ? plan.popularity[rank - 1] : 0);
            const double age = -naturalLog(random.uniform()) / (plan.useRps * std::max(share, 1e-300));
            ages.emplace_back(age, plan.firstKey + rank);
        }
    }
    std::sort(ages.begin(), ages.end(), std::greater<>());
    for (const auto& [age, key] : ages) {
        contents_[component]->use(key);
    }
}

std::uint32_t Contents::draw(Index visit) {
    const VisitPlan& plan = state_.plan.visits[visit];
    const Index component = state_.plan.model.visits[visit].component;
    const double at = state_.componentStreams[component].lookups.uniform();
    const auto found = std::upper_bound(plan.popularity.begin(), plan.popularity.end() - 1, at);
    return plan.firstKey + static_cast<std::uint32_t>(found - plan.popularity.begin());
}

bool Contents::lookUp(Index visit) {
    const Index component = state_.plan.model.visits[visit].component;
    if (contents_[component]) {
        return contents_[component]->use(draw(visit));
    }
    return state_.componentStreams[component].lookups.chance(state_.plan.visits[visit].hitRatio);
}

void Contents::write(Index visit) {
    const Index component = state_.plan.model.visits[visit].component;
    const CacheContent& content = *state_.plan.model.components[component].steady.content;
    if (!contents_[component] || content.writesPassUnseen) {
        return;
    }
    const std::uint32_t key = draw(visit);
    if (content.writesRefresh) {
        contents_[component]->use(key);
    } else {
        contents_[component]->remove(key);
    }
}

}  // namespace headroom::engine::simulator
