#pragma once

#include <stop_token>
#include <vector>

#include "core/engine/passes/usage.h"
#include "core/engine/solver/fixed_point.h"
#include "core/engine/solver/known_findings.h"
#include "core/engine/solver/solve.h"
#include "core/results/results.h"

namespace headroom::engine::solver {

/// The settled state as results by id. What is unknown is null. It was settled with `parts`. The components
/// of the results in the order of the model: null where one is only drawn, and so left out.
std::vector<results::ComponentResult*> answer(const Model& model, Settled& settled,
                                              const passes::Usage& usage, Detail detail, SolvedParts& parts,
                                              const std::stop_token& stop, results::Results& results);

/// What has to be said about the state: saturation, cycles, approximations.
void reportState(const Model& model, const std::vector<VisitGroup>& groups, const Settled& settled,
                 KnownFindings& known, std::vector<results::Finding>& findings);

/// Requests per second that succeed in time, over all workloads.
double goodputOf(const Model& model, Settled& settled);

}  // namespace headroom::engine::solver
