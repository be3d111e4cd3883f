#pragma once

#include <span>

#include "core/engine/simulator/plan.h"
#include "core/engine/simulator/tally.h"
#include "core/engine/solver/state.h"
#include "core/results/results.h"

namespace headroom::engine::simulator {

/// A span of slices of one replication.
struct Window {
    const Record* record = nullptr;
    std::uint32_t from = 0;
    std::uint32_t to = 0;
};

/// The figures of what happened in these windows. `known` says what has no numbers since a kind is unknown.
void summarize(const Plan& plan, const solver::State& known, std::span<const Window> windows,
               results::Results& results);

}  // namespace headroom::engine::simulator
