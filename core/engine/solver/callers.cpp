#include "core/engine/solver/callers.h"

namespace headroom::engine::solver {

// With a list of its own instead of recursion: chains of calls may be long.
void markCallers(const Model& model, const std::function<bool(Index call)>& counts,
                 std::vector<char>& marks) {
    std::vector<std::vector<Index>> callers(model.visits.size());
    std::vector<Index> open;
    for (Index visit = 0; visit < model.visits.size(); ++visit) {
        const Visit& v = model.visits[visit];
        for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
            if (model.calls[i].visit != none && counts(i)) {
                callers[model.calls[i].visit].push_back(visit);
            }
        }
        if (marks[visit] != 0) {
            open.push_back(visit);
        }
    }
    while (!open.empty()) {
        const Index visit = open.back();
        open.pop_back();
        for (const Index caller : callers[visit]) {
            if (marks[caller] == 0) {
                marks[caller] = 1;
                open.push_back(caller);
            }
        }
    }
}

}  // namespace headroom::engine::solver
