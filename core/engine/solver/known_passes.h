#pragma once

#include <vector>

#include "core/engine/passes/cost.h"
#include "core/engine/solver/known_findings.h"
#include "core/engine/solver/usage.h"

namespace headroom::engine::solver {

/// What follows from an answer, of the last one.
struct KnownPasses {
    /// The components whose parameters are not those of the solve before; nullptr: all of the design.
    void designChanges(const std::vector<Index>* components) {
        if (components == nullptr) {
            cost.designChanges();
            return;
        }
        for (const Index component : *components) {
            cost.componentChanges(component);
        }
    }

    KnownFindings findings;
    KnownUsage usage;
    passes::KnownCost cost;
};

}  // namespace headroom::engine::solver
