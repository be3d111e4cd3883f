#include "core/engine/passes/explain.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/engine/solver/answer_nodes.h"
#include "core/engine/solver/autoscaling.h"
#include "core/engine/solver/latency_parts.h"
#include "core/engine/solver/unknowns.h"
#include "core/engine/solver/users.h"

namespace headroom::engine {

namespace {

using results::Explanation;
using results::LatencyPart;
using results::LatencyShare;
using solver::Index;
using solver::MaybeNode;
using solver::OriginKind;

/// A settled model, of which any figure can be taken apart.
class Explainer {
  public:
    Explainer(const solver::Model& model, solver::Settled& settled)
        : model_(model), state_(*settled.state), settled_(settled), nodes_(model, settled) {}

    std::vector<Explanation> of(std::string_view subject) {
        std::vector<Explanation> all;
        const auto add = [&](std::string_view figure, MaybeNode node, Index own) {
            if (node) {
                all.push_back(takenApart(subject, figure, *node, own));
            }
        };
        if (subject == "system") {
            add("latency_ms", nodes_.system, solver::none);
        }
        for (Index i = 0; i < model_.workloads.size(); ++i) {
            if (model_.workloads[i].name == subject) {
                add("latency_ms", nodes_.workload[i], solver::none);
            }
        }
        for (Index i = 0; i < model_.components.size(); ++i) {
            if (model_.components[i].id == subject) {
                add("residence_ms", nodes_.residence[i], i);
                add("response_ms", nodes_.response[i], i);
            }
        }
        for (Index i = 0; i < model_.connections.size(); ++i) {
            if (model_.connections[i].id == subject) {
                add("latency_ms", nodes_.connection[i], solver::none);
            }
        }
        return all;
    }

  private:
    /// Shares of the same part at the same place, by the same formula.
    using Key = std::tuple<LatencyPart, OriginKind, Index, Index, Op>;

    // `own`: the component that is explained; what is spent elsewhere is downstream of it.
    Explanation takenApart(std::string_view subject, std::string_view figure, queueing::LatencyNode node,
                           Index own) {
        Explanation out{.subject = std::string(subject),
                        .figure = std::string(figure),
                        .mean_ms = settled_.responses->program().moments(node).mean,
                        .shares = {}};
        std::map<Key, LatencyShare> shares;
        for (const solver::LatencyShare& share : solver::sharesOf(*settled_.responses, node)) {
            const solver::Origin& at = share.origin;
            LatencyShare& sum = shares[{partOf(share, own), at.kind, at.of, at.pool, at.op}];
            sum.ms += share.ms;
            if (sum.formula.empty()) {
                sum.part = partOf(share, own);
                describe(at, sum);
            }
        }
        for (auto& entry : shares) {
            out.shares.push_back(std::move(entry.second));
        }
        std::stable_sort(out.shares.begin(), out.shares.end(),
                         [](const LatencyShare& a, const LatencyShare& b) { return a.ms > b.ms; });
        return out;
    }

    [[nodiscard]] LatencyPart partOf(const solver::LatencyShare& share, Index own) const {
        const solver::Origin& at = share.origin;
        if (share.failed) {
            return LatencyPart::retry;
        }
        if (share.cold) {
            return LatencyPart::cold_cache;
        }
        switch (at.kind) {
            case OriginKind::network:
                return own == solver::none || model_.connections[at.of].from == own ? LatencyPart::network
                                                                                    : LatencyPart::downstream;
            case OriginKind::service:
                return own == solver::none || at.of == own ? LatencyPart::service : LatencyPart::downstream;
            case OriginKind::wait:
                return own == solver::none || at.of == own ? LatencyPart::queueing : LatencyPart::downstream;
            default:
                return LatencyPart::downstream;
        }
    }

    void describe(const solver::Origin& at, LatencyShare& share) const {
        switch (at.kind) {
            case OriginKind::network:
                return describeNetwork(at, share);
            case OriginKind::service:
                return describeService(at, share);
            case OriginKind::wait:
                return describeWait(at, share);
            default:
                share.formula = share.part == LatencyPart::retry
                                    ? "timeouts, and the pauses before retries"
                                    : "turns of a circle of calls, by their mean and variance";
        }
    }

    void describeNetwork(const solver::Origin& at, LatencyShare& share) const {
        const solver::Connection& connection = model_.connections[at.of];
        share.where = connection.id;
        share.formula = "round trip, and bytes over bandwidth";
        share.inputs = {{"latency_ms", connection.latencyMs}, {"transfer_ms", at.transferMs}};
    }

    void describeService(const solver::Origin& at, LatencyShare& share) const {
        const solver::Component& component = model_.components[at.of];
        share.where = component.id;
        share.formula = "service time";
        share.inputs = {{"service_time_ms", component.steady.serviceMs[indexOf(at.op)]}};
        if (component.steady.slowShare > 0) {
            share.inputs.emplace_back("slow_share", component.steady.slowShare);
            share.inputs.emplace_back("slow_factor", component.steady.slowFactor);
        }
    }

    void describeWait(const solver::Origin& at, LatencyShare& share) const {
        const solver::Component& component = model_.components[at.of];
        const solver::PoolState& pool = state_.pools[at.of][at.pool];
        const MachinePool& machines = component.steady.pools[at.pool];
        share.where = component.id;
        share.formula = pool.formula;
        share.inputs = {{"machines", machines.machines},   {"workers", static_cast<double>(machines.workers)},
                        {"arrival_rps", pool.arrivalRps},  {"service_time_ms", pool.meanMs},
                        {"utilization", pool.utilization}, {"arrival_scv", pool.arrivalScv},
                        {"service_scv", pool.scv}};
    }

    const solver::Model& model_;
    const solver::State& state_;
    solver::Settled& settled_;
    solver::AnswerNodes nodes_;
};

}  // namespace

bool canExplain(const model::Design& design, std::string_view subject) {
    if (subject == "system" || design.components().contains(subject) ||
        design.connections().contains(subject)) {
        return true;
    }
    for (const auto& component : design.components()) {
        for (const model::Workload& workload : component->workloads) {
            if (component->id + "." + workload.id == subject) {
                return true;
            }
        }
    }
    return false;
}

std::vector<Explanation> explain(const model::Design& design, const catalog::Catalog& catalog,
                                 std::string_view subject, const std::stop_token& stop) {
    std::vector<results::Finding> findings;
    solver::Model model = solver::compileScaled(design, catalog, stop, findings);
    const std::vector<solver::VisitGroup> groups = solver::calleesFirst(model);
    solver::Settled settled = solver::settleWithUsers(model, groups, stop);
    if (stop.stop_requested()) {
        return {};
    }
    solver::markUnknowns(model, groups, *settled.state);
    return Explainer(model, settled).of(subject);
}

}  // namespace headroom::engine
