#pragma once

#include <optional>
#include <vector>

#include "core/engine/solver/state.h"
#include "core/queueing/gi_m_c.h"

namespace headroom::engine::solver {

/// By component: the times between arrivals at one of its machines, in ms, where all of them come from one
/// workload that does not send at random, as it sends them: directly, or by way of what takes no time, by
/// chance or in turn. Then they are independent of each other, and known. Empty where no workload is of that
/// sort.
std::vector<std::optional<queueing::RenewalStream>> findRenewals(const Model& model, const State& state);

}  // namespace headroom::engine::solver
