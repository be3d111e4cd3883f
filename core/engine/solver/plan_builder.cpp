#include "core/engine/solver/plan_builder.h"

#include <algorithm>

namespace headroom::engine::solver {

namespace {

// What is remembered of lookups doubles with each of them; beyond this many they are bundled.
constexpr Index mostTracked = 6;

double transferMs(const Connection& connection, const RequestClass& cls) {
    if (!connection.bandwidthMbps) {
        return 0;
    }
    constexpr double bitsPerByte = 8;
    constexpr double bitsPerMsAndMbps = 1000;
    return bitsPerByte * (cls.requestBytes + cls.responseBytes) /
           (bitsPerMsAndMbps * *connection.bandwidthMbps);
}

// Of one machine, in reads a ms.
double speedOf(const SteadyState& steady) {
    const double ms = steady.meanServiceMs(Op::read);
    const double workers = steady.pools.empty() ? 1 : static_cast<double>(steady.pools.front().workers);
    return ms > 0 ? workers / ms : workers;
}

template <class T>
bool contains(const std::vector<T>& list, const T& item) {
    return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace

Index PlanBuilder::visitFor(Index component, Index requestClass, std::optional<double> serviceMs) {
    Component& at = model_.components[component];
    for (const Index visit : at.visits) {
        if (model_.visits[visit].requestClass == requestClass &&
            model_.visits[visit].serviceMs == serviceMs) {
            return visit;
        }
    }
    const PassingOn& passing = at.steady.passing[indexOf(model_.classes[requestClass].op)];
    model_.visits.push_back({.component = component,
                             .requestClass = requestClass,
                             .serviceMs = serviceMs,
                             .passesOnMissOnly = passing.onMissOnly,
                             .worksHere = passing.worksHere});
    at.visits.push_back(static_cast<Index>(model_.visits.size() - 1));
    return at.visits.back();
}

void PlanBuilder::buildAll() {
    for (Index visit = 0; visit < model_.visits.size(); ++visit) {
        build(visit);
    }
}

void PlanBuilder::build(Index visit) {
    const std::vector<Index> connections = eligible(model_.visits[visit]);
    model_.visits[visit].firstStep = static_cast<Index>(model_.steps.size());
    model_.visits[visit].firstCall = static_cast<Index>(model_.calls.size());
    addSteps(visit, connections);
    linkMisses(visit, connections);
    addFallbacks(visit, connections);
    chooseTracking(visit);
}

bool PlanBuilder::passes(const Connection& connection, const RequestClass& cls) const {
    // A source takes no calls, whatever is drawn; nothing reaches what is only drawn.
    const SteadyState& to = model_.components[connection.to].steady;
    if (to.originates || to.inert || connection.unserved || (connection.replicates && cls.op != Op::write)) {
        return false;
    }
    if (!connection.ops.empty() && !contains(connection.ops, cls.op)) {
        return false;
    }
    return connection.workloads.empty() ||
           (cls.workload != none && contains(connection.workloads, model_.workloads[cls.workload].name));
}

std::vector<Index> PlanBuilder::eligible(const Visit& visit) const {
    std::vector<Index> connections;
    for (const Index connection : model_.componentOf(visit).connections) {
        if (passes(model_.connections[connection], model_.classes[visit.requestClass])) {
            connections.push_back(connection);
        }
    }
    return connections;
}

void PlanBuilder::addSteps(Index visit, const std::vector<Index>& connections) {
    std::vector<Index> open;
    for (const Index connection : connections) {
        if (model_.connections[connection].when != When::onFailure) {
            open.push_back(connection);
        }
    }
    const SteadyState& steady = model_.componentOf(model_.visits[visit]).steady;
    if (steady.partitions) {
        for (const Index connection : open) {
            addStep(visit, {connection});
        }
        return;
    }
    if (steady.onward != Onward::everyone) {
        if (!open.empty()) {
            addStep(visit, open);
        }
        return;
    }
    for (std::size_t i = 0; i < open.size(); ++i) {
        const std::string& choice = model_.connections[open[i]].choice;
        const auto sameChoice = [&](Index c) {
            return !choice.empty() && model_.connections[c].choice == choice;
        };
        const auto begin = open.begin();
        if (std::any_of(begin, begin + static_cast<std::ptrdiff_t>(i), sameChoice)) {
            continue;
        }
        std::vector<Index> alternatives{open[i]};
        std::copy_if(begin + static_cast<std::ptrdiff_t>(i) + 1, open.end(), std::back_inserter(alternatives),
                     sameChoice);
        addStep(visit, alternatives);
    }
    formBlocks(visit);
}

// Neighbours that are parallel are sent together. How many of them are waited for is said by the first that
// says anything.
void PlanBuilder::formBlocks(Index visit) {
    constexpr double all = 1e9;
    const Visit& v = model_.visits[visit];
    Index first = none;
    bool said = false;
    for (Index i = v.firstStep; i < v.firstStep + v.stepCount; ++i) {
        Step& step = model_.steps[i];
        const Connection& connection = model_.connections[model_.calls[step.firstCall].connection];
        step.parallel = connection.parallel;
        if (!connection.parallel) {
            first = none;
            continue;
        }
        if (first == none) {
            first = i;
            said = false;
            step.needed = all;
        }
        Step& block = model_.steps[first];
        ++block.blockSteps;
        if (connection.waitFor && !said) {
            block.needed = *connection.waitFor;
            said = true;
        }
    }
}

void PlanBuilder::addStep(Index visit, const std::vector<Index>& connections) {
    model_.steps.push_back({.firstCall = static_cast<Index>(model_.calls.size()),
                            .callCount = static_cast<Index>(connections.size())});
    ++model_.visits[visit].stepCount;
    for (const Index connection : connections) {
        addCall(visit, connection);
    }
}

bool PlanBuilder::allDead(const Component& balancer) const {
    return std::all_of(balancer.connections.begin(), balancer.connections.end(), [&](Index connection) {
        return model_.components[model_.connections[connection].to].dead;
    });
}

// Weights that are all alike say nothing: then a weighted policy goes by what machines can do.
bool PlanBuilder::speedCounts(const Component& balancer) const {
    const auto weightOf = [&](Index connection) { return model_.connections[connection].weight; };
    return balancer.steady.policy == Policy::weightedRoundRobin &&
           std::ranges::all_of(balancer.connections, [&](Index connection) {
               return weightOf(connection) == weightOf(balancer.connections.front());
           });
}

void PlanBuilder::addCall(Index visit, Index connection) {
    const Connection c = model_.connections[connection];
    const Visit& caller = model_.visits[visit];
    const Component& from = model_.componentOf(caller);
    const Component& to = model_.components[c.to];
    const bool answers = from.steady.passing[indexOf(model_.opOf(caller))].awaited && !c.replicates;
    const bool intoBroker = to.steady.onward == Onward::consumers;
    Call call{.connection = connection, .calls = c.calls, .weight = c.weight};
    call.awaited = answers && (!c.publishes || intoBroker);
    call.transferMs = transferMs(c, model_.classes[caller.requestClass]);
    if (from.steady.onward == Onward::oneTarget) {
        const double machines = c.unnoticed ? to.paidMachines.value_or(1) : to.steady.machines;
        call.weight *= to.dead && !c.unnoticed && !allDead(from) ? 0 : std::max(machines, 1.0);
        call.weight *= speedCounts(from) ? speedOf(to.steady) : 1;
    }
    ++model_.visits[visit].callCount;
    if (to.known) {
        const Index cls = classFor(model_.visits[visit].requestClass, c);
        const std::size_t op = indexOf(model_.classes[cls].op);
        const double full = 1 - (1 - to.refuses[op]) * (1 - c.partedRefuses[op]);
        call.refused = (1 - c.silent) * (1 - (1 - c.refused) * (1 - full));
        call.reaches = (1 - c.silent) * (1 - c.refused) * (1 - full);
        call.visit = visitFor(c.to, cls, c.serviceMs);
    }
    model_.calls.push_back(call);
}

Index PlanBuilder::classFor(Index requestClass, const Connection& connection) {
    RequestClass cls = model_.classes[requestClass];
    cls.op = connection.as.value_or(cls.op);
    if (connection.keys != none) {
        cls.keys = connection.keys;
        cls.missingShare = connection.missingShare;
    }
    cls.missingShare = cls.op == Op::read ? cls.missingShare : 0;
    const auto found = std::find(model_.classes.begin(), model_.classes.end(), cls);
    if (found != model_.classes.end()) {
        return static_cast<Index>(found - model_.classes.begin());
    }
    model_.classes.push_back(cls);
    return static_cast<Index>(model_.classes.size() - 1);
}

Index PlanBuilder::callOf(const Visit& visit, Index connection) const {
    for (Index call = visit.firstCall; call < visit.firstCall + visit.callCount; ++call) {
        if (model_.calls[call].connection == connection) {
            return call;
        }
    }
    return none;
}

Index PlanBuilder::stepOf(const Visit& visit, Index call) const {
    for (Index step = 0; step < visit.stepCount; ++step) {
        const Step& s = model_.steps[visit.firstStep + step];
        if (call >= s.firstCall && call < s.firstCall + s.callCount) {
            return step;
        }
    }
    return none;
}

// Reads wait for a miss; writes always pass.
void PlanBuilder::linkMisses(Index visit, const std::vector<Index>& connections) {
    const Visit& v = model_.visits[visit];
    if (model_.opOf(v) != Op::read) {
        return;
    }
    for (Index call = v.firstCall; call < v.firstCall + v.callCount; ++call) {
        if (model_.connections[model_.calls[call].connection].when == When::onMiss) {
            linkMiss(visit, call, connections);
        }
    }
}

void PlanBuilder::linkMiss(Index visit, Index call, const std::vector<Index>& connections) {
    const Visit& v = model_.visits[visit];
    const Connection& c = model_.connections[model_.calls[call].connection];
    const Index step = stepOf(v, call);
    for (const Index earlier : connections) {
        if (earlier == model_.calls[call].connection) {
            break;
        }
        const Index lookup = callOf(v, earlier);
        const bool named = c.of == none || c.of == earlier;
        if (named && lookup != none && model_.calls[lookup].awaited && stepOf(v, lookup) < step &&
            model_.components[model_.connections[earlier].to].steady.content) {
            model_.calls[call].missOf = lookup;
        }
    }
    if (model_.calls[call].missOf != none) {
        Call& lookup = model_.calls[model_.calls[call].missOf];
        lookup.lookup = Lookup::tracked;
        // What a second cache missed is what the first waits for, too.
        for (Index l = model_.calls[call].missOf; l != none; l = model_.calls[l].missOf) {
            model_.calls[l].lastDependent = std::max(model_.calls[l].lastDependent, step);
        }
    }
}

// A failed call goes to the fallback that names it, else to the one that stands behind it; a further fallback
// of the same call takes over where the first fails.
void PlanBuilder::addFallbacks(Index visit, const std::vector<Index>& connections) {
    for (std::size_t i = 0; i < connections.size(); ++i) {
        const Connection& c = model_.connections[connections[i]];
        if (c.when != When::onFailure || (c.of == none && i == 0)) {
            continue;
        }
        Index failed = callOf(model_.visits[visit], c.of != none ? c.of : connections[i - 1]);
        if (failed == none || !model_.calls[failed].awaited) {
            continue;
        }
        while (model_.calls[failed].fallback != none) {
            failed = model_.calls[failed].fallback;
        }
        model_.calls[failed].fallback = static_cast<Index>(model_.calls.size());
        addCall(visit, connections[i]);
    }
}

void PlanBuilder::chooseTracking(Index visit) {
    const Visit& v = model_.visits[visit];
    Index tracked = 0;
    for (Index step = v.firstStep; step < v.firstStep + v.stepCount; ++step) {
        const Step& s = model_.steps[step];
        double total = 0;
        for (Index i = s.firstCall; i < s.firstCall + s.callCount; ++i) {
            total += model_.calls[i].weight;
        }
        for (Index i = s.firstCall; i < s.firstCall + s.callCount; ++i) {
            Call& call = model_.calls[i];
            call.missShare = s.callCount == 1 ? 1 : (total > 0 ? call.weight / total : 0);
            const bool inBundle = call.missOf != none && model_.calls[call.missOf].lookup == Lookup::bundled;
            if (call.lookup == Lookup::no) {
                continue;
            }
            if (inBundle || call.calls != 1 || tracked == mostTracked || model_.steps[step].parallel) {
                call.lookup = Lookup::bundled;
            } else {
                call.lookupNumber = tracked++;
            }
        }
    }
}

}  // namespace headroom::engine::solver
