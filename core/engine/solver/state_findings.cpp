#include <algorithm>
#include <set>

#include "core/base/numbers.h"
#include "core/engine/solver/answer.h"
#include "core/engine/solver/balancing.h"
#include "core/engine/solver/cache_contents.h"
#include "core/engine/solver/component_answer.h"
#include "core/engine/solver/fetch_times.h"
#include "core/engine/solver/findings.h"
#include "core/engine/solver/gates.h"
#include "core/engine/solver/late_again.h"
#include "core/engine/solver/line_leavers.h"
#include "core/engine/solver/open_connections.h"
#include "core/engine/solver/refused_again.h"
#include "core/engine/solver/repeat_visits.h"
#include "core/engine/solver/side_work.h"
#include "core/engine/solver/slots.h"
#include "core/engine/solver/users.h"

namespace headroom::engine::solver {

namespace {

template <class Test>
std::vector<Id> componentsWhere(const Model& model, const State& state, Test test) {
    std::vector<Id> ids;
    for (Index i = 0; i < model.components.size(); ++i) {
        if (model.components[i].known && state.rateUnknown[i] == 0 && test(i)) {
            ids.push_back(model.components[i].id);
        }
    }
    return ids;
}

void tell(std::string_view code, Severity severity, const std::vector<Id>& ids,
          std::vector<results::Finding>& findings) {
    if (!ids.empty()) {
        findings.push_back(finding(code, severity, ids, {{"components", results::listed(ids)}}));
    }
}

void reportSaturation(const Model& model, const State& state, std::vector<results::Finding>& findings) {
    for (Index i = 0; i < model.components.size(); ++i) {
        const Component& component = model.components[i];
        if (!component.known || state.rateUnknown[i] != 0) {
            continue;
        }
        const double load = offeredUtilization(state, i);
        if (slotsAreHeld(state, i)) {
            findings.push_back(
                finding("slots-held", Severity::warning, {component.id},
                        {{"component", component.id},
                         {"offered", formatQuantity(load, Unit::none)},
                         {"time", formatQuantity(state.elsewhere[i].mean, Unit::milliseconds)}}));
        } else if (load >= 1) {
            findings.push_back(
                finding("saturated", Severity::warning, {component.id},
                        {{"component", component.id}, {"offered", formatQuantity(load, Unit::none)}}));
        }
        const bool broker = component.steady.onward == Onward::consumers;
        if (broker && !state.consumption[i].active) {
            findings.push_back(finding("queue-without-consumer", Severity::warning, {component.id},
                                       {{"component", component.id}}));
        }
    }
}

void reportAutoscaling(const Model& model, const State& state, std::vector<results::Finding>& findings) {
    constexpr double rounding = 1e-6;
    for (Index i = 0; i < model.components.size(); ++i) {
        const Component& component = model.components[i];
        const auto& rule = component.steady.autoscale;
        const double machines = component.paidMachines.value_or(component.steady.machines);
        if (!rule || state.rateUnknown[i] != 0 || machines < rule->most) {
            continue;
        }
        const double busy = std::min(offeredUtilization(state, i), 1.0);
        if (busy > rule->target * (1 + rounding)) {
            findings.push_back(finding("autoscale-at-most", Severity::warning, {component.id},
                                       {{"component", component.id},
                                        {"machines", formatQuantity(machines, Unit::none)},
                                        {"busy", formatQuantity(busy, Unit::ratio)},
                                        {"target", formatQuantity(rule->target, Unit::ratio)}}));
        }
    }
}

void reportOpenConnections(const Model& model, std::vector<results::Finding>& findings) {
    for (const Component& component : model.components) {
        const double share = withoutPlace(component, component.steady.machines);
        if (share > 0) {
            const double wanted = component.connectionsWanted;
            findings.push_back(finding("connections-full", Severity::warning, {component.id},
                                       {{"component", component.id},
                                        {"places", formatQuantity(wanted * (1 - share), Unit::count)},
                                        {"wanted", formatQuantity(wanted, Unit::count)},
                                        {"share", formatQuantity(share, Unit::ratio)}}));
        }
    }
}

void reportGates(const Model& model, const State& state, std::vector<results::Finding>& findings) {
    for (Index i = 0; i < model.components.size(); ++i) {
        const Component& component = model.components[i];
        if (component.steady.gate && state.rateUnknown[i] == 0 && turnsAway(state, i)) {
            findings.push_back(
                finding("gate-turns-away", Severity::warning, {component.id},
                        {{"component", component.id},
                         {"share", formatQuantity(1 - state.admitted(i), Unit::ratio)},
                         {"limit", formatQuantity(limitOf(*component.steady.gate), Unit::none)}}));
        }
    }
    const auto full = [&](Index i) {
        constexpr double worthAWord = 0.001;
        return state.rateUnknown[i] == 0 && 1 - state.room[i] > worthAWord;
    };
    for (Index i = 0; i < model.components.size(); ++i) {
        if (full(i)) {
            findings.push_back(finding("queue-full", Severity::warning, {model.components[i].id},
                                       {{"component", model.components[i].id},
                                        {"share", formatQuantity(1 - state.room[i], Unit::ratio)}}));
        }
    }
    const auto turning = [&](Index i) {
        const bool unlike = state.arrivalScv[i] != 1;  // what comes is not random
        return (model.components[i].steady.gate && (unlike || turnsAway(state, i))) ||
               holdsBack(model, state, i);
    };
    tell("approximate-gate", Severity::info, componentsWhere(model, state, turning), findings);
    const auto calls = [&](Index visit) { return model.visits[visit].stepCount > 0; };
    tell("approximate-room", Severity::info,
         componentsWhere(
             model, state,
             [&](Index i) { return full(i) && std::ranges::any_of(model.components[i].visits, calls); }),
         findings);
    tell("approximate-sliding-counter", Severity::info,
         componentsWhere(model, state,
                         [&](Index i) {
                             return turning(i) &&
                                    model.components[i].steady.gate->rule == LimitRule::slidingCounter;
                         }),
         findings);
}

void reportMessages(const Model& model, const State& state, std::vector<results::Finding>& findings) {
    constexpr double worthAWord = 0.001;
    const auto say = [&](std::string_view code, Index i, double share) {
        if (share > worthAWord) {
            findings.push_back(finding(
                code, Severity::warning, {model.components[i].id},
                {{"component", model.components[i].id}, {"share", formatQuantity(share, Unit::ratio)}}));
        }
    };
    for (Index i = 0; i < model.components.size(); ++i) {
        const ConsumptionState& c = state.consumption[i];
        if (state.rateUnknown[i] == 0 && c.freshRps > 0) {
            const double refused = 1 - state.accepted[i];
            say("queue-full", i, refused);
            say("messages-lost", i, c.lostRps / c.freshRps - refused);
            say("dead-letters", i, c.deadRps / c.freshRps);
        }
    }
    tell("approximate-redelivery", Severity::info,
         componentsWhere(model, state, [&](Index i) { return state.receives[i] > 1; }), findings);
}

std::vector<Id> onCycles(const Model& model, const std::vector<VisitGroup>& groups, const State& state,
                         bool broken) {
    std::set<Id> ids;
    for (const VisitGroup& group : groups) {
        for (const Index visit : group.visits) {
            if (group.cyclic && (state.broken[visit] != 0) == broken) {
                ids.insert(model.componentOf(model.visits[visit]).id);
            }
        }
    }
    return {ids.begin(), ids.end()};
}

bool waitIsApproximate(const State& state, Index component) {
    const auto& pools = state.pools[component];
    return std::any_of(pools.begin(), pools.end(), [](const PoolState& pool) {
        return !pool.exact && pool.utilization > 0 && pool.utilization < 1;
    });
}

bool hasRankedWaits(const Model& model, const State& state, Index component) {
    return model.components[component].steady.urgentFirst &&
           std::ranges::any_of(state.pools[component], [](const PoolState& pool) {
               return pool.ranks.size() > 1 && pool.utilization > 0;
           });
}

bool hasWaits(const State& state, Index component) {
    return std::ranges::any_of(state.pools[component],
                               [](const PoolState& pool) { return pool.utilization > 0; });
}

// Work that nobody awaits is not independent of the requests that cause it.
bool hasSideWork(const Model& model, const State& state, Index component) {
    const auto& visits = model.components[component].visits;
    return std::any_of(visits.begin(), visits.end(), [&](Index visit) { return state.fills[visit] > 0; });
}

std::vector<Id> idsOf(const Model& model, const std::vector<Index>& components) {
    std::vector<Id> ids;
    for (const Index component : components) {
        ids.push_back(model.components[component].id);
    }
    return ids;
}

bool makesWait(const Model& model, const State& state, Index component) {
    constexpr double worthAWord = 1e-3;
    return std::ranges::any_of(model.components[component].visits,
                               [&](Index visit) { return state.lookups[visit].underway > worthAWord; });
}

// Of keys that expire; others leave only when hardly anybody asks for them.
void reportStampedes(const Model& model, const State& state, std::vector<results::Finding>& findings) {
    constexpr double worthAWord = 10;
    for (Index i = 0; i < model.components.size(); ++i) {
        const Component& component = model.components[i];
        if (!component.steady.content || !component.steady.content->ttlMs || state.rateUnknown[i] != 0) {
            continue;
        }
        const results::Figure count = stampedeAt(model, state, component);
        if (count && *count >= worthAWord) {
            findings.push_back(
                finding("stampede", Severity::warning, {component.id},
                        {{"component", component.id}, {"count", formatQuantity(*count, Unit::none)}}));
        }
    }
}

template <class Test>
std::vector<Id> connectionsWhere(const Model& model, Test test) {
    std::set<Id> ids;
    for (Index i = 0; i < model.calls.size(); ++i) {
        if (model.calls[i].awaited && model.calls[i].visit != none && test(i)) {
            ids.insert(model.connections[model.calls[i].connection].id);
        }
    }
    return {ids.begin(), ids.end()};
}

void reportAttempts(const Model& model, const State& state, std::vector<results::Finding>& findings) {
    constexpr double worthAWord = 1e-6;
    const auto say = [&](std::string_view code, const std::vector<Id>& ids) {
        if (!ids.empty()) {
            findings.push_back(finding(code, Severity::info, ids, {{"connections", results::listed(ids)}}));
        }
    };
    say("approximate-retries", connectionsWhere(model, [&](Index call) {
            return state.outcome[call].retries > worthAWord && !isReturning(model, state, call) &&
                   !isBackAfterTimeout(model, state, call);
        }));
    say("approximate-returns", connectionsWhere(model, [&](Index call) {
            return state.outcome[call].retries > worthAWord &&
                   (isReturning(model, state, call) || isBackAfterTimeout(model, state, call));
        }));
    say("retries-taken-as-fresh", takenAsFresh(model, state));
    std::vector<Id> refusing;
    for (Index i = 0; i < model.connections.size(); ++i) {
        if (state.turnedBack[i] > worthAWord) {
            refusing.push_back(model.connections[i].id);
        }
        constexpr double worthAWarning = 0.001;
        if (state.turnedBack[i] > worthAWarning) {
            findings.push_back(finding("caller-refuses", Severity::warning, {model.connections[i].id},
                                       {{"connection", model.connections[i].id},
                                        {"share", formatQuantity(state.turnedBack[i], Unit::ratio)}}));
        }
    }
    say("approximate-own-refusals", refusing);
    say("approximate-second-copy",
        connectionsWhere(model, [&](Index call) { return state.answers[call].copies > worthAWord; }));
    say("approximate-limits", connectionsWhere(model, [&](Index call) { return state.answers[call].rough; }));
    say("limits-on-circle", connectionsWhere(model, [&](Index call) {
            const Connection& c = model.connections[model.calls[call].connection];
            return model.calls[call].comesBack && (c.timeoutMs || c.hedgeAfterMs);
        }));
}

void reportUsers(const Model& model, std::vector<results::Finding>& findings) {
    if (!usersAreApproximate(model)) {
        return;
    }
    std::set<Id> sources;
    std::vector<std::string> names;
    for (const Workload& workload : model.workloads) {
        if (workload.users) {
            sources.insert(model.components[workload.component].id);
            names.push_back(workload.name);
        }
    }
    findings.push_back(finding("approximate-users", Severity::info, {sources.begin(), sources.end()},
                               {{"workloads", results::listed(names)}}));
}

}  // namespace

void reportState(const Model& model, const std::vector<VisitGroup>& groups, const Settled& settled,
                 KnownFindings& known, std::vector<results::Finding>& findings) {
    const State& state = *settled.state;
    tell("cycle-does-not-shrink", Severity::error, onCycles(model, groups, state, true), findings);
    reportSaturation(model, state, findings);
    reportAutoscaling(model, state, findings);
    reportOpenConnections(model, findings);
    reportGates(model, state, findings);
    reportStampedes(model, state, findings);
    reportMessages(model, state, findings);
    if (!settled.converged) {
        std::vector<Id> moving;
        for (const Index component : settled.moving) {
            moving.push_back(model.components[component].id);
        }
        findings.push_back(finding(
            "solve-not-converged", Severity::warning, moving,
            {{"iterations", std::to_string(settled.iterations)}, {"components", results::listed(moving)}}));
    }
    tell("approximate-wait", Severity::info,
         componentsWhere(model, state, [&](Index i) { return waitIsApproximate(state, i); }), findings);
    tell("approximate-priority", Severity::info,
         componentsWhere(model, state, [&](Index i) { return hasRankedWaits(model, state, i); }), findings);
    const std::vector<Index> balanced = balancedByLoad(model);
    tell("approximate-slots", Severity::info,
         componentsWhere(model, state, [&](Index i) { return slotsAreApproximate(model, state, i); }),
         findings);
    tell("approximate-balancing", Severity::info,
         componentsWhere(
             model, state,
             [&](Index i) { return std::ranges::binary_search(balanced, i) && hasWaits(state, i); }),
         findings);
    tell("approximate-cancel", Severity::info, roughlyLeft(model, state), findings);
    reportAttempts(model, state, findings);
    reportUsers(model, findings);
    tell("approximate-cycle", Severity::info, onCycles(model, groups, state, false), findings);
    tell("approximate-revisits", Severity::info, idsOf(model, visitedAgain(model, groups, state, known)),
         findings);
    tell("approximate-turns", Severity::info, idsOf(model, turnsInStep(model, groups, state, known)),
         findings);
    tell("approximate-side-work", Severity::info,
         idsOf(model, meetingThemselves(model, groups, state, known)), findings);
    tell("approximate-hit-ratio", Severity::info,
         componentsWhere(model, state, [&](Index i) { return hitRatioIsApproximate(model.components[i]); }),
         findings);
    tell("approximate-tiers", Severity::info,
         componentsWhere(model, state, [&](Index i) { return asksForMisses(state, model.components[i]); }),
         findings);
    tell("approximate-coalescing", Severity::info,
         componentsWhere(model, state, [&](Index i) { return makesWait(model, state, i); }), findings);
    tell("approximate-fills", Severity::info,
         componentsWhere(model, state, [&](Index i) { return hasSideWork(model, state, i); }), findings);
    tell("approximate-consumers", Severity::info,
         componentsWhere(model, state,
                         [&](Index i) { return state.consumption[i].active && !state.consumption[i].exact; }),
         findings);
}

}  // namespace headroom::engine::solver
