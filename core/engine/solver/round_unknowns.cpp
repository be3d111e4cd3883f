#include "core/engine/solver/round_unknowns.h"

#include "core/engine/solver/attempts.h"
#include "core/engine/solver/balancing.h"
#include "core/engine/solver/line_leavers.h"
#include "core/engine/solver/own_refusals.h"
#include "core/engine/solver/slots.h"
#include "core/engine/solver/stations.h"

namespace headroom::engine::solver {

void Unknowns::addOthers(const Model& model, State& state) {
    for (Index i = 0; i < model.components.size(); ++i) {
        if (model.components[i].steady.gate) {
            add(state.gated[i], i, leastShare, 1, 0);
        }
        for (PoolState& pool : state.pools[i]) {
            if (hasSlots(model.components[i])) {
                add(pool.slotShare, i, leastShare, 1, 0, true);
            }
        }
        if (hasSlots(model.components[i])) {
            add(state.elsewhere[i].mean, i, 0, longestMs, elsewhereScale, true);
            add(state.elsewhere[i].secondMoment, i, 0, longestMs, elsewhereScale, true);
        }
        if (hasQueueLimit(model.components[i])) {
            add(state.room[i], i, leastShare, 1, 0, hasSlots(model.components[i]));
        }
    }
    for (Index i = 0; i < model.components.size(); ++i) {
        if (model.components[i].isCounted) {
            add(state.elsewhere[i].mean, i, 0, longestMs, elsewhereScale);
        }
    }
    for (Index i = 0; i < model.components.size(); ++i) {
        if (state.consumption[i].active || model.components[i].steady.messages.limits()) {
            addTaken(model, state, i);
        }
        if (state.consumption[i].active || sharesByLoad(model, i)) {
            addWeights(model, state, i);
        }
    }
    for (Index i = 0; i < model.connections.size(); ++i) {
        if (refusesItself(model.connections[i])) {
            add(state.turnedBack[i], model.connections[i].from, 0, 1, ofTheRest, true);
        }
    }
    addShapes(model, state);
    addStays(model, state);
    addEchoes(model, state);
    addAnswers(model, state);
    for (Index visit = 0; visit < model.visits.size(); ++visit) {
        if (model.componentOf(model.visits[visit]).steady.content) {
            add(state.hit[visit], model.visits[visit].component, 0, 1, missScale);
            addLookup(state.lookups[visit], model.visits[visit].component);
        }
    }
}

// What a queue turns away, or loses to those who leave it, depends on them.
void Unknowns::addShapes(const Model& model, State& state) {
    const bool left = std::ranges::any_of(model.calls, [&](const Call& c) { return isTakenBack(model, c); });
    for (Index i = 0; i < model.components.size(); ++i) {
        if (left || hasQueueLimit(model.components[i])) {
            add(state.arrivalScv[i], i, 0, mostRate, 0);
        }
    }
}

void Unknowns::addStays(const Model& model, State& state) {
    std::set<Index> left;
    for (const Call& call : model.calls) {
        if (isTakenBack(model, call) && left.insert(call.visit).second) {
            add(state.stays[call.visit], model.visits[call.visit].component, leastShare, 1, 0);
        }
    }
}

void Unknowns::addEchoes(const Model& model, State& state) {
    std::set<Index> met;
    for (const Call& call : model.calls) {
        const bool again = call.visit != none && model.connections[call.connection].retries > 0;
        if (again && hasQueueLimit(model.componentOf(model.visits[call.visit])) &&
            met.insert(call.visit).second) {
            add(state.echo[call.visit], model.visits[call.visit].component, 0, 1, 1);
        }
    }
}

void Unknowns::addLookup(LookupState& lookup, Index component) {
    add(lookup.fetchMs, component, 0, mostRate, 0);
    for (double* share : {&lookup.filled, &lookup.underway, &lookup.refreshes}) {
        add(*share, component, 0, 1, missScale);
    }
}

void Unknowns::addAnswers(const Model& model, State& state) {
    for (const Visit& visit : model.visits) {
        for (Index call = visit.firstCall; call < visit.firstCall + visit.callCount; ++call) {
            if (isTimed(model, model.calls[call])) {
                add(state.answers[call].answeredShare, visit.component, 0, mostAnswered, answerScale);
                add(state.answers[call].copies, visit.component, 0, 1, answerScale);
                for (double& remembered : state.lateAgain[call]) {
                    add(remembered, visit.component, 0, 1, answerScale);
                }
            }
        }
    }
}

void Unknowns::addTaken(const Model& model, State& state, Index broker) {
    const MessageRules& rules = model.components[broker].steady.messages;
    if (rules.limits()) {
        add(state.accepted[broker], broker, 0, 1, 0, true);
    }
    if (rules.redelivers()) {
        add(state.receives[broker], broker, 1, mostReceives, 0);
    }
    if (!model.components[broker].steady.partitions) {
        add(state.taken[broker], broker, leastShare, 1, 0, true);
        return;
    }
    for (const Index connection : model.components[broker].connections) {
        add(state.taken[State::takenAt(model, broker, connection)], broker, leastShare, 1, 0, true);
    }
}

void Unknowns::addWeights(const Model& model, State& state, Index broker) {
    for (const Index visit : model.components[broker].visits) {
        const Visit& v = model.visits[visit];
        for (Index call = v.firstCall; call < v.firstCall + v.callCount; ++call) {
            if (model.calls[call].visit != none) {
                add(state.weight[call], broker, 0, 1, 1);
            }
        }
    }
}

}  // namespace headroom::engine::solver
