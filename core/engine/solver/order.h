#pragma once

#include <vector>

#include "core/engine/solver/model.h"

namespace headroom::engine::solver {

/// Visits that can reach each other again, or one alone.
struct VisitGroup {
    std::vector<Index> visits;
    bool cyclic = false;
    friend bool operator==(const VisitGroup&, const VisitGroup&) = default;
};

/// All visits in groups, callees before their callers (Tarjan 1972).
std::vector<VisitGroup> calleesFirst(const Model& model);

/// Marks the calls within groups.
void markCircles(const std::vector<VisitGroup>& groups, Model& model);

}  // namespace headroom::engine::solver
