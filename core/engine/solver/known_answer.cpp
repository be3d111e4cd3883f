#include "core/engine/solver/known_answer.h"

#include <algorithm>

namespace headroom::engine::solver {

const std::vector<char>& KnownAnswer::staleParts(const Model& model, const State& state,
                                                 ResponseTables& times) {
    const bool sameTables = madeOf == &times;
    std::vector<char> changed = of.update(model, state);
    for (Index i = 0; i < changed.size(); ++i) {
        changed[i] = sameTables ? changed[i] | times.touched[i] : 1;
    }
    madeOf = &times;
    std::ranges::fill(times.touched, 0);
    changed = withNeighbours(model, std::move(changed));
    stale.resize(changed.size(), 1);
    for (Index i = 0; i < changed.size(); ++i) {
        stale[i] = stale[i] | changed[i];
    }
    return stale;
}

void KnownAnswer::remember(const ShownNodes& shown, const std::vector<results::ComponentResult*>& all,
                           const std::vector<results::ConnectionResult*>& ways) {
    nodes = shown;
    components.resize(all.size());
    for (Index i = 0; i < all.size(); ++i) {
        if (stale[i] != 0) {
            components[i] = *all[i];
        }
    }
    connections.resize(ways.size());
    for (Index i = 0; i < ways.size(); ++i) {
        connections[i] = ways[i]->latency_ms;
    }
    std::ranges::fill(stale, 0);
}

}  // namespace headroom::engine::solver
