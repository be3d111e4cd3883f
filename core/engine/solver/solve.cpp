#include "core/engine/solver/solve.h"

#include "core/engine/passes/cost.h"
#include "core/engine/solver/answer.h"
#include "core/engine/solver/compiler.h"
#include "core/engine/solver/unknowns.h"

namespace headroom::engine {

namespace {

std::vector<results::Figure> machinesOf(const solver::Model& model) {
    std::vector<results::Figure> machines;
    for (const solver::Component& component : model.components) {
        machines.push_back(component.known ? results::Figure(component.steady.machines) : std::nullopt);
    }
    return machines;
}

}  // namespace

results::Results solve(const model::Design& design, const catalog::Catalog& catalog,
                       const std::stop_token& stop, Detail detail) {
    results::Results results;
    const solver::Model model = solver::compile(design, catalog, results.findings);
    const std::vector<solver::VisitGroup> groups = solver::calleesFirst(model);
    solver::Settled settled = solver::settle(model, groups, stop);
    if (stop.stop_requested()) {
        return results;
    }
    solver::markUnknowns(model, groups, *settled.state);
    solver::answer(model, settled, detail, stop, results);
    solver::reportState(model, groups, settled, results.findings);
    passes::addCost(design, catalog, machinesOf(model), results);
    return results;
}

}  // namespace headroom::engine
