#include "core/engine/solver/compiler.h"

#include <algorithm>

#include "core/base/numbers.h"
#include "core/engine/solver/balancing.h"
#include "core/engine/solver/findings.h"
#include "core/engine/solver/gate_keys.h"
#include "core/engine/solver/hash_shares.h"
#include "core/engine/solver/open_connections.h"
#include "core/engine/solver/order.h"
#include "core/engine/solver/parallel_calls.h"
#include "core/engine/solver/plan_builder.h"
#include "core/engine/solver/records.h"
#include "core/engine/solver/shards.h"
#include "core/engine/solver/source_bounds.h"

namespace headroom::engine::solver {

namespace {

bool leadsToCache(const Model& model, Index connection) {
    return model.components[model.connections[connection].to].steady.content.has_value();
}

bool refersToLookup(const Model& model, const Component& caller, Index connection) {
    const Connection& c = model.connections[connection];
    for (const Index earlier : caller.connections) {
        if (earlier == connection) {
            return false;
        }
        if ((c.of == none || c.of == earlier) && leadsToCache(model, earlier)) {
            return true;
        }
    }
    return false;
}

void reportCaches(const Model& model, std::vector<results::Finding>& findings) {
    for (const Component& component : model.components) {
        for (const Index connection : component.connections) {
            const Connection& c = model.connections[connection];
            if (c.when == When::onMiss && !refersToLookup(model, component, connection)) {
                findings.push_back(
                    finding("on-miss-without-lookup", Severity::warning, {c.id}, {{"connection", c.id}}));
            }
        }
        if (component.steady.content && component.steady.content->lookAside &&
            !component.connections.empty()) {
            findings.push_back(finding("cache-aside-with-origin", Severity::info, {component.id},
                                       {{"component", component.id}}));
        }
    }
}

void reportUnnoticed(const Model& model, std::vector<results::Finding>& findings) {
    for (const Connection& c : model.connections) {
        const Component& from = model.components[c.from];
        if (c.unnoticed && from.steady.health) {
            constexpr double msPerSecond = 1000;
            const double seconds = from.steady.health->meanDetectionMs() / msPerSecond;
            findings.push_back(finding("dead-not-noticed", Severity::warning, {from.id},
                                       {{"balancer", from.id},
                                        {"component", model.components[c.to].id},
                                        {"time", formatQuantity(seconds, Unit::seconds)},
                                        {"share", formatQuantity(c.refused, Unit::ratio)}}));
        }
    }
}

void reportTakenBack(const Model& model, std::vector<results::Finding>& findings) {
    for (const Connection& c : model.connections) {
        const Component& to = model.components[c.to];
        if (c.cancelsOnTimeout && c.timeoutMs && to.known && to.steady.onward == Onward::oneTarget) {
            findings.push_back(finding("cancel-ends-at-balancer", Severity::info, {c.id},
                                       {{"connection", c.id}, {"component", to.id}}));
        }
    }
}

// Several machines that nobody chooses among on purpose.
void reportRandomPicks(const Model& model, std::vector<results::Finding>& findings) {
    std::vector<bool> told(model.components.size());
    for (const Connection& c : model.connections) {
        const Component& from = model.components[c.from];
        const Component& to = model.components[c.to];
        const bool chosen = c.policy || from.steady.policy || from.steady.onward == Onward::consumers;
        if (!to.known || chosen || to.steady.spreadsItself || to.steady.machines < 2 || told[c.to]) {
            continue;
        }
        told[c.to] = true;
        findings.push_back(
            finding("random-without-balancer", Severity::info, {to.id}, {{"component", to.id}}));
    }
}

}  // namespace

Model compile(const model::Design& design, const catalog::Catalog& catalog, const Conditions& conditions,
              KnownRecords& known, std::vector<results::Finding>& findings) {
    Model model;
    readRecords(design, catalog, known, model, findings);
    changeScale(conditions, design, catalog, model, findings);
    readParallelCalls(design, catalog, model);
    readWorkloads(design, catalog, model);
    impose(conditions, design, model);
    PlanBuilder builder(model);
    for (Workload& workload : model.workloads) {
        workload.visit = builder.visitFor(workload.component, workload.requestClass, std::nullopt);
    }
    builder.buildAll();
    placeConnections(model);
    placeKeys(model);
    splitByHash(model);
    boundSources(model);
    markCounted(model);
    rankPriorities(model);
    markCircles(calleesFirst(model), model);
    reportCaches(model, findings);
    reportUnnoticed(model, findings);
    reportRandomPicks(model, findings);
    reportTakenBack(model, findings);
    reportUnusedSettings(design, findings);
    return model;
}

}  // namespace headroom::engine::solver
