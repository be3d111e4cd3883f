#include "core/engine/solver/solve.h"

#include "core/engine/passes/availability.h"
#include "core/engine/passes/cost.h"
#include "core/engine/passes/metastability.h"
#include "core/engine/passes/single_points.h"
#include "core/engine/solver/answer.h"
#include "core/engine/solver/autoscaling.h"
#include "core/engine/solver/compiler.h"
#include "core/engine/solver/parallel_calls.h"
#include "core/engine/solver/solved_parts.h"
#include "core/engine/solver/store_findings.h"
#include "core/engine/solver/unknowns.h"
#include "core/engine/solver/usage.h"
#include "core/engine/solver/users.h"

namespace headroom::engine {

namespace {

results::Results solveWith(solver::SolvedParts& parts, const model::Design& design,
                           const catalog::Catalog& catalog, const std::stop_token& stop, Detail detail) {
    results::Results results;
    const solver::Conditions conditions = solver::scaledConditionsOf(design, catalog, parts.records(), stop);
    solver::Model& model =
        parts.model().compile(design, catalog, conditions, parts.records(), results.findings);
    const std::vector<solver::VisitGroup>& groups = parts.model().groups();
    parts.passes().designChanges(parts.model().changedInPlace());
    solver::Settled settled = solver::settleWithUsers(model, groups, stop, &parts);
    if (stop.stop_requested()) {
        return results;
    }
    solver::markUnknowns(model, groups, *settled.state);
    // Only whole answers are kept.
    solver::KnownPasses once;
    const bool keeps = parts.remembers() && detail == Detail::everything;
    solver::KnownPasses& known = keeps ? parts.passes() : once;
    if (keeps) {
        parts.answer().compare(model, *settled.state);
        known.findings.sameFlows = !parts.answer().of.flowsMoved;
    }
    const bool sameFlows = known.findings.sameFlows;
    const passes::Usage& usage =
        known.usage.find(model, groups, *settled.state, sameFlows, parts.answer().changed);
    const std::vector<results::ComponentResult*> rows =
        solver::answer(model, settled, usage, detail, parts, stop, results);
    solver::reportState(model, groups, settled, known.findings, results.findings);
    solver::reportParallelCalls(model, *settled.state, results.findings);
    passes::addSinglePoints(model, groups, *settled.state, known.findings, results);
    solver::reportStores(model, *settled.state, results.findings);
    passes::addMetastability(model, groups, settled, stop, results);
    passes::addAvailability(design, catalog, model, *settled.state, results);
    known.cost.add(design, catalog, usage, sameFlows, rows, results);
    return results;
}

}  // namespace

SolveMemory::SolveMemory() : parts_(std::make_unique<solver::SolvedParts>(true)) {}
SolveMemory::~SolveMemory() = default;

results::Results solve(const model::Design& design, const catalog::Catalog& catalog,
                       const std::stop_token& stop, Detail detail) {
    solver::SolvedParts parts(false);
    return solveWith(parts, design, catalog, stop, detail);
}

results::Results solve(const model::Design& design, const catalog::Catalog& catalog, SolveMemory& memory,
                       const std::stop_token& stop, Detail detail) {
    if (memory.parts_->isFull()) {
        memory.parts_ = std::make_unique<solver::SolvedParts>(true);
    }
    results::Results results = solveWith(*memory.parts_, design, catalog, stop, detail);
    memory.parts_->solveEnds();
    return results;
}

}  // namespace headroom::engine
