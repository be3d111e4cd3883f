#include "core/engine/solver/latency_curve.h"

#include <algorithm>
#include <cmath>

#include "core/engine/solver/answer_nodes.h"
#include "core/engine/solver/autoscaling.h"
#include "core/engine/solver/component_answer.h"
#include "core/engine/solver/unknowns.h"
#include "core/engine/solver/users.h"

namespace headroom::engine {

namespace {

using queueing::LatencyDistributions;
using queueing::LatencyNode;

constexpr int decades = 4;

/// Shares that fall by the same factor, with 0.5, 0.1, 0.05, 0.01, 0.001 among them.
std::vector<double> sharesOf(int perDecade) {
    std::vector<double> shares{0.5, 0.05};
    for (int i = 1; i <= decades * perDecade; ++i) {
        shares.push_back(std::pow(10.0, -static_cast<double>(i) / perDecade));
    }
    // The shares between all and half hide the fastest answers: a few more of them.
    for (const double share : {0.999, 0.99, 0.95, 0.9, 0.7}) {
        shares.push_back(share);
    }
    std::sort(shares.begin(), shares.end(), std::greater<>());
    shares.erase(std::unique(shares.begin(), shares.end()), shares.end());
    return shares;
}

std::vector<SlowerThan> pointsOf(LatencyDistributions& distributions, LatencyNode node,
                                 const std::vector<double>& shares, const std::stop_token& stop) {
    std::vector<SlowerThan> points;
    for (const double share : shares) {
        if (stop.stop_requested()) {
            break;
        }
        points.push_back({share, distributions.quantile(node, 1 - share)});
    }
    return points;
}

bool anySaturated(const solver::Model& model, const solver::State& state) {
    for (solver::Index i = 0; i < model.components.size(); ++i) {
        results::ComponentResult result;
        solver::answerComponent(model, state, i, result);
        if (result.status == results::Status::saturated) {
            return true;
        }
    }
    return false;
}

}  // namespace

LatencyCurves latencyCurves(const model::Design& design, const catalog::Catalog& catalog, int perDecade,
                            const std::stop_token& stop) {
    std::vector<results::Finding> findings;
    solver::Model model = solver::compileScaled(design, catalog, stop, findings);
    const std::vector<solver::VisitGroup> groups = solver::calleesFirst(model);
    solver::Settled settled = solver::settleWithUsers(model, groups, stop);
    LatencyCurves answer{settled.converged, false, {}};
    if (stop.stop_requested()) {
        return answer;
    }
    solver::markUnknowns(model, groups, *settled.state);
    answer.saturated = anySaturated(model, *settled.state);
    const solver::AnswerNodes nodes(model, settled);
    const queueing::LatencyProgram& program = settled.responses->program();
    LatencyDistributions distributions(program);
    solver::Figures figures(program);
    const std::vector<double> shares = sharesOf(perDecade);
    const auto add = [&](const std::string& name, solver::MaybeNode node, const results::Figure& deadline) {
        if (!node || !(program.moments(*node).mass > 0)) {
            return;
        }
        answer.curves.push_back(
            {name, figures.of(node), pointsOf(distributions, *node, shares, stop), deadline,
             deadline ? results::Figure(distributions.cdf(*node, *deadline)) : std::nullopt});
    };
    add({}, nodes.system, std::nullopt);
    for (solver::Index i = 0; i < model.workloads.size(); ++i) {
        add(model.workloads[i].name, nodes.workload[i], model.workloads[i].deadlineMs);
    }
    return answer;
}

}  // namespace headroom::engine
