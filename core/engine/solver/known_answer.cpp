#include "core/engine/solver/known_answer.h"

#include <algorithm>

namespace headroom::engine::solver {

const std::vector<char>& KnownAnswer::staleParts(const Model& model, ResponseTables& times) {
    const bool sameTables = madeOf == &times;
    std::vector<char> moved = changed;
    for (Index i = 0; i < moved.size(); ++i) {
        moved[i] = sameTables ? moved[i] | times.touched[i] : 1;
    }
    madeOf = &times;
    std::ranges::fill(times.touched, 0);
    moved = withNeighbours(model, std::move(moved));
    stale.resize(moved.size(), 1);
    for (Index i = 0; i < moved.size(); ++i) {
        stale[i] = stale[i] | moved[i];
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
