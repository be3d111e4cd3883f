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

/// Follows what comes in at single visits, with everything else as in `state`: rates are linear, so that
/// those of all workloads add up to those of the state. What is not reached costs nothing.
class FlowTracer {
  public:
    struct Flow {
        Index visit = 0;
        double rate = 0;
    };

    FlowTracer(const Model& model, const std::vector<VisitGroup>& groups, const State& state);

    /// What arrives where if only `rps` come to that visit from outside, callers first. Good until the next.
    const std::vector<Flow>& from(Index visit, double rps);

  private:
    void findReached(Index visit);

    const Model& model_;
    const std::vector<VisitGroup>& groups_;
    const State& state_;
    std::vector<Index> groupOf_;   ///< by visit
    std::vector<char> isReached_;  ///< by group; all 0 between two questions
    std::vector<Index> reached_;   ///< groups, callers first
    Arrivals arrivals_;            ///< all 0 between two questions
    std::vector<Flow> flows_;
};

}  // namespace headroom::engine::solver
