#pragma once

#include <vector>

#include "core/engine/solver/order.h"
#include "core/engine/solver/state.h"

namespace headroom::engine::solver {

/// Probabilities of success, callees first; where visits call each other in a circle, until nothing moves.
void findOutcomes(const Model& model, const std::vector<VisitGroup>& groups, State& state);

/// Rates of all visits, callers first: linear equations, solved exactly around each cycle (Gauss, with
/// pivots). Marks visits on cycles whose calls do not become fewer as broken; their rate is left at 0.
void findRates(const Model& model, const std::vector<VisitGroup>& groups, State& state);

/// The same, but around a cycle only one turn on from the rates of before. Rates stay where they are in
/// memory.
void turnRates(const Model& model, const std::vector<VisitGroup>& groups, State& state);

/// Rates by visit.
struct Arrivals {
    std::vector<double> rate;
    std::vector<double> fills;
};

/// What arrives where if only `offered`, by visit, comes from outside and everything else is as in `state`:
/// linear, so that the arrivals of all workloads add up to those of the state.
Arrivals arrivalsOf(const Model& model, const std::vector<VisitGroup>& groups, const State& state,
                    std::vector<double> offered);

}  // namespace headroom::engine::solver
