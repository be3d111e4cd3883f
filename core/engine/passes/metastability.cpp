#include "core/engine/passes/metastability.h"

#include <algorithm>
#include <cmath>

#include "core/base/numbers.h"
#include "core/engine/solver/answer.h"
#include "core/engine/solver/attempts.h"
#include "core/engine/solver/component_answer.h"
#include "core/engine/solver/findings.h"
#include "core/engine/solver/solved_parts.h"
#include "core/engine/solver/users.h"

namespace headroom::engine::passes {

using solver::Index;
using solver::Model;
using solver::Settled;
using solver::Start;

namespace {

/// One design at several loads.
class Loads {
  public:
    Loads(const Model& model, const std::vector<solver::VisitGroup>& groups, const std::stop_token& stop)
        : model_(model), scaled_(model), groups_(groups), stop_(stop) {}

    /// Whether there are two steady states at `factor` times the load, as far as a few rounds tell.
    bool differ(double factor) {
        for (Index i = 0; i < model_.workloads.size(); ++i) {
            scaled_.workloads[i].rps = factor * model_.workloads[i].rps;
        }
        solver::SolvedParts parts(false);
        const Settled low = solver::settle(scaled_, groups_, stop_, Start::noFailures, rounds, &parts);
        const Settled high = solver::settle(scaled_, groups_, stop_, Start::allAttemptsSpent, rounds, &parts);
        return !stop_.stop_requested() && differ(low, high);
    }
    /// By what the workloads succeed with.
    [[nodiscard]] bool differ(const Settled& low, const Settled& high) const {
        constexpr double apart = 1e-5;
        return std::any_of(model_.workloads.begin(), model_.workloads.end(), [&](const solver::Workload& w) {
            return w.rps > 0 && low.state->success[w.visit] - high.state->success[w.visit] > apart;
        });
    }
    /// Between a load with one steady state and one with several; both as factors.
    double edge(double one, double several) {
        for (int half = 0; half < 5 && !stop_.stop_requested(); ++half) {
            const double middle = std::sqrt(one * several);
            (differ(middle) ? several : one) = middle;
        }
        return several;
    }
    /// The first of growing factors with one steady state again.
    double above() {
        double factor = 2;
        while (factor < mostFactor && differ(factor) && !stop_.stop_requested()) {
            factor *= 2;
        }
        return factor;
    }
    double below() {
        double factor = 0.5;
        while (factor > 1 / mostFactor && differ(factor) && !stop_.stop_requested()) {
            factor *= 0.5;
        }
        return factor;
    }

  private:
    static constexpr double mostFactor = 256;
    static constexpr int rounds = 25;

    const Model& model_;
    Model scaled_;
    const std::vector<solver::VisitGroup>& groups_;
    const std::stop_token& stop_;
};

std::vector<Id> overloaded(const Model& model, const solver::State& state) {
    std::vector<Id> ids;
    for (Index i = 0; i < model.components.size(); ++i) {
        if (model.components[i].known && solver::offeredUtilization(state, i) >= 1) {
            ids.push_back(model.components[i].id);
        }
    }
    return ids;
}

double offeredTo(const Model& model) {
    double sum = 0;
    for (const solver::Workload& workload : model.workloads) {
        sum += workload.rps;
    }
    return sum;
}

}  // namespace

void addMetastability(const Model& model, const std::vector<solver::VisitGroup>& groups, Settled& settled,
                      const std::stop_token& stop, results::Results& results) {
    if (!solver::hasRetries(model) || solver::hasUsers(model) || !settled.converged) {
        return;
    }
    Loads loads(model, groups, stop);
    solver::SolvedParts parts(false);
    Settled storm = solver::settle(model, groups, stop, Start::allAttemptsSpent, std::nullopt, &parts);
    if (stop.stop_requested() || !storm.converged || !loads.differ(settled, storm)) {
        return;
    }
    results.fixed_points.push_back(solver::goodputOf(model, settled));
    if (auto between = solver::settleBetween(model, groups, stop, settled, storm, &parts)) {
        if (loads.differ(settled, *between) && loads.differ(*between, storm)) {
            results.fixed_points.push_back(solver::goodputOf(model, *between));
        }
    }
    const double low = solver::goodputOf(model, storm);
    results.fixed_points.push_back(low);
    const double offered = offeredTo(model);
    const auto figure = [](double value) { return formatQuantity(value, Unit::none); };
    const double from = loads.edge(loads.below(), 1) * offered;
    const double collapse = loads.edge(loads.above(), 1) * offered;
    results.findings.push_back(
        solver::finding("metastable", Severity::warning, overloaded(model, *storm.state),
                        {{"storm", figure(low)}, {"from", figure(from)}, {"collapse", figure(collapse)}}));
}

}  // namespace headroom::engine::passes
