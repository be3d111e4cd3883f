#include "core/engine/simulator/calls.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/engine/simulator/tracer.h"

#include "core/engine/solver/own_refusals.h"

namespace headroom::engine::simulator {

Calls::Calls(RunState& state, Stations& stations, Brokers& brokers, WarmUp& warmUp)
    : state_(state),
      stations_(stations),
      brokers_(brokers),
      warmUp_(warmUp),
      contents_(state),
      budgets_(state.plan.model.connections.size()),
      guards_(state.plan.model.connections.size()) {
    for (Index i = 0; i < guards_.size(); ++i) {
        const solver::Connection& connection = state.plan.model.connections[i];
        if (solver::refusesItself(connection)) {
            guards_[i].resize(std::max<Index>(state.plan.components[connection.from].machines, 1));
        }
    }
}

void Calls::useContent(Index task) {
    const Task& t = state_.tasks[task];
    const VisitPlan& plan = state_.plan.visits[t.visit];
    if (plan.looksUp) {
        lookUp(task);
        return;
    }
    if (plan.changesContent) {
        contents_.write(t.visit);
    }
    passOn(task);
}

void Calls::passOn(Index task) {
    const Task& t = state_.tasks[task];
    const solver::Visit& visit = state_.plan.model.visits[t.visit];
    if (state_.plan.model.componentOf(visit).steady.onward == Onward::consumers) {
        finish(task, brokers_.accept(task));
    } else if ((visit.passesOnMissOnly && t.hit) || visit.stepCount == 0) {
        finish(task, true);
    } else {
        advance(task);
    }
}

void Calls::fail(Index task) {
    while (state_.tasks[task].loop != none) {
        close(task);
    }
    if (state_.tasks[task].role == Role::branch) {
        branchDone(task, false);
    } else {
        finish(task, false);
    }
}

void Calls::advance(Index task) {
    while (true) {
        const Task& t = state_.tasks[task];
        if (t.loop != none) {
            if (!goOn(task)) {
                return;
            }
            continue;
        }
        if (t.role == Role::branch) {
            branchDone(task, true);
            return;
        }
        const Index call = nextCall(task);
        if (call != none) {
            open(task, call);
        } else if (!blockAhead(task)) {
            finish(task, true);
            return;
        } else if (!startBlock(task)) {
            return;
        }
    }
}

// None: there is no other, or one of several that are sent together.
inline Index Calls::nextCall(Index task) {
    const VisitPlan& visit = state_.plan.visits[state_.tasks[task].visit];
    while (true) {
        Task& t = state_.tasks[task];
        const Index step = t.step;
        if (step >= visit.stepCount || (visit.sendsTogether && isBlock(t))) {
            break;
        }
        ++t.step;
        fillUpTo(task, step);
        const solver::Step& next = state_.plan.model.steps[visit.firstStep + step];
        const Index call = next.callCount == 1 ? next.firstCall : drawnFrom(next, task);
        if (!state_.plan.calls[call].onMiss || isMade(state_.tasks[task], call)) {
            return call;
        }
    }
    if (state_.tasks[task].step >= visit.stepCount) {
        fillUpTo(task, visit.stepCount);
    }
    return none;
}

Index Calls::drawnFrom(const solver::Step& step, Index task) {
    if (step.callCount == 1) {
        return step.firstCall;
    }
    const Index component = state_.plan.model.visits[state_.tasks[task].visit].component;
    if (stations_.picker().decides(component)) {
        return stations_.picker().callOf(step, task);
    }
    double total = 0;
    for (Index i = step.firstCall; i < step.firstCall + step.callCount; ++i) {
        total += state_.plan.model.calls[i].weight;
    }
    double left = total * state_.componentStreams[component].routing.uniform();
    Index call = step.firstCall;
    for (; call + 1 < step.firstCall + step.callCount; ++call) {
        left -= state_.plan.model.calls[call].weight;
        if (left < 0) {
            break;
        }
    }
    return call;
}

// Those that a bundle of lookups asks for are made at each miss.
bool Calls::isMade(const Task& task, Index call) const {
    const solver::Call& c = state_.plan.model.calls[call];
    if (c.missOf == none) {
        return true;
    }
    const solver::Call& lookup = state_.plan.model.calls[c.missOf];
    return lookup.lookup == solver::Lookup::tracked &&
           (((task.missed | task.lost) >> lookup.lookupNumber) & 1U) != 0;
}

[[gnu::always_inline]] inline void Calls::sendOn(Index task, Index child, Index number) {
    const CallPlan& call = state_.plan.calls[number];
    const Task& caller = state_.tasks[task];
    Task& sent = state_.tasks[child];
    sent.call = number;
    sent.client = caller.client;
    if (call.sameKey && sent.role != Role::fill) {
        sent.key = call.onMiss ? keyFor(task, number) : caller.key;
    }
    if (sent.machine == none) {
        stations_.place(child, call.connection);
    }
    const double networkMs = (state_.linksAreWell ? 0 : state_.links[call.connection].addMs) +
                             call.roundTrip.draw(state_.connectionStreams[call.connection].network) +
                             call.transferMs;
    sent.backMs = networkMs / 2;
    if (call.timed && sent.parent == task) {
        startTimer(child, call.connection);
    }
    if ((!state_.linksAreWell || call.keptOpen) &&
        swallows(child, state_.links[call.connection], networkMs)) {
        return;
    }
    if (networkMs > 0) {
        state_.scheduleByNetwork(sent.backMs, Happening::reached, child, call.connection);
    } else {
        stations_.reach(child);
    }
}

void Calls::send(Index task) {
    Loop& loop = state_.loops[state_.tasks[task].loop];
    const Index number = loop.call;
    const CallPlan& plan = state_.plan.calls[number];
    if (plan.guarded && !lets(task)) {
        return;
    }
    ConnectionTally& tally = state_.tallies.connections[plan.connection];
    ++tally.attempts;
    ++loop.attempts;
    tally.bytes += plan.requestBytes;
    if (plan.visit == none) {
        return;  // of unknown kind: as if it had answered
    }
    const Index child = state_.newTask(plan.visit, plan.answered ? Role::call : Role::detached);
    state_.tasks[child].parent = plan.answered ? task : none;
    if (state_.tracer != nullptr && plan.answered) {
        state_.tracer->sent(task, child, plan.connection, loop.attempts > 1);
    }
    sendOn(task, child, number);
}

// False where an answer has to come first.
inline bool Calls::goOn(Index task) {
    Loop& loop = state_.loops[state_.tasks[task].loop];
    if (loop.dependentStep != none) {
        return goOnWithMiss(task);
    }
    if (loop.remaining == 0) {
        close(task);
        return true;
    }
    const CallPlan& call = state_.plan.calls[loop.call];
    --loop.remaining;
    loop.attempts = 0;
    loop.sentMs = state_.nowMs;
    if (call.budgeted) {
        budgets_[call.connection].deposit(state_.nowMs,
                                          *state_.plan.model.connections[call.connection].retryBudget);
    }
    send(task);
    if (call.answered) {
        return false;
    }
    ++state_.tallies.connections[call.connection].success;
    state_.callTimes[call.connection]->add(0);
    return true;
}

// A miss in a bundle makes the calls that depend on it, and then the fill.
bool Calls::goOnWithMiss(Index task) {
    const Index index = state_.tasks[task].loop;
    const solver::Visit& visit = state_.plan.model.visits[state_.tasks[task].visit];
    while (state_.loops[index].dependentStep < visit.stepCount) {
        const Index step = state_.loops[index].dependentStep++;
        const Index call = drawnFrom(state_.plan.model.steps[visit.firstStep + step], task);
        const Index lookup = state_.plan.model.calls[call].missOf;
        const bool further =
            state_.tasks[task].role == Role::refresh && lookup != none && isMade(state_.tasks[task], call);
        if (lookup == state_.loops[index].call || further) {
            open(task, call);
            return true;
        }
    }
    state_.loops[index].dependentStep = none;
    if (state_.loops[index].fills) {
        sendFill(task, state_.loops[index].call);
    }
    return true;
}

CallGuard& Calls::guardOf(Index task, Index connection) {
    const Index machine = state_.tasks[task].machine;
    const Index from = state_.plan.model.connections[connection].from;
    return guards_[connection][machine == none ? 0 : machine - state_.plan.components[from].firstMachine];
}

// Whether a caller that may refuse lets the call through; else that is known at once.
bool Calls::lets(Index task) {
    Loop& loop = state_.loops[state_.tasks[task].loop];
    const solver::Call& call = state_.plan.model.calls[loop.call];
    const CallGuard::Pass pass =
        guardOf(task, call.connection).enter(state_.plan.model.connections[call.connection], state_.nowMs);
    loop.guarded = pass.allowed;
    loop.probes = pass.probes;
    loop.refused = !pass.allowed;
    if (!pass.allowed) {
        state_.schedule(0, Happening::refused, task);
    }
    return pass.allowed;
}

void Calls::startTimer(Index task, Index connection) {
    const Index timer = state_.timers.take();
    state_.timers[timer] = {.task = task, .generation = state_.tasks[task].generation};
    state_.scheduleTimeout(*state_.plan.model.connections[connection].timeoutMs, timer, connection);
}

// What does not come through: it fails after the network, or nothing more is heard of it.
bool Calls::swallows(Index child, const Link& link, double networkMs) {
    Task& t = state_.tasks[child];
    const CallPlan& call = state_.plan.calls[t.call];
    RandomStream& random = state_.connectionStreams[call.connection].links;
    const double placeless = call.keptOpen ? state_.placeless[state_.plan.visits[t.visit].component] : 0;
    if (!(link.refused > 0 || link.silent > 0 || link.parts || placeless > 0)) {
        return false;
    }
    const double refused =
        1 - (1 - link.refused) * (1 - placeless) * (1 - link.parted[indexOf(state_.plan.visits[t.visit].op)]);
    if (refused > 0 && random.chance(refused)) {
        t.ok = false;
        stations_.picker().done(child, false);
        state_.schedule(networkMs, Happening::answer, child);
        return true;
    }
    t.silent = link.silent > 0 && random.chance(link.silent);
    state_.tallies.connections[call.connection].silent += t.silent ? 1 : 0;
    if (t.silent && t.parent == none) {
        forget(child);
        return true;
    }
    t.cut = link.cutReads > 0 && random.chance(link.cutReads);
    return t.silent;
}

void Calls::forget(Index task) {
    contents_.abandon(task);
    stations_.picker().done(task, false);
    state_.drop(task);
}

// Nobody waits for a fill. There is none of what does not exist, unless the cache keeps that.
void Calls::sendFill(Index task, Index number) {
    const Index fetch = contents_.takeFetch(task, number);
    if (fetch != none && !contents_.fills(fetch)) {
        contents_.done(fetch, true);
        return;
    }
    const solver::Call& call = state_.plan.model.calls[number];
    ConnectionTally& tally = state_.tallies.connections[call.connection];
    ++tally.attempts;
    tally.bytes += state_.plan.calls[number].requestBytes;
    const Index fill = state_.newTask(call.visit, Role::fill);
    state_.tasks[fill].fetches = fetch;
    state_.tasks[fill].machine = fetch != none ? contents_.fetch(fetch).machine : none;
    sendOn(task, fill, number);
}

// When the last call that depends on a miss has been made.
void Calls::fillMissed(Index task, Index step) {
    const std::uint32_t missed = state_.tasks[task].missed;
    const solver::Visit& visit = state_.plan.model.visits[state_.tasks[task].visit];
    for (Index i = visit.firstCall; i < visit.firstCall + visit.callCount; ++i) {
        const solver::Call& call = state_.plan.model.calls[i];
        const std::uint32_t bit = 1U << call.lookupNumber;
        if (call.lookup == solver::Lookup::tracked && (missed & bit) != 0 && call.lastDependent < step) {
            state_.tasks[task].missed &= ~bit;
            sendFill(task, i);
        }
    }
}

void Calls::lookedUp(Index task, Index call) {
    const solver::Call& lookup = state_.plan.model.calls[call];
    if (lookup.lookup == solver::Lookup::tracked) {
        state_.tasks[task].missed |= 1U << lookup.lookupNumber;
    } else {
        Loop& loop = state_.loops[state_.tasks[task].loop];
        loop.dependentStep = 0;
        loop.fills = true;
    }
}

// An optional one has found nothing: what a miss leads to is done, but for the fill.
void Calls::lookUpFailed(Index task, const solver::Call& lookup) {
    if (lookup.lookup == solver::Lookup::tracked) {
        state_.tasks[task].lost |= 1U << lookup.lookupNumber;
    } else {
        Loop& loop = state_.loops[state_.tasks[task].loop];
        loop.dependentStep = 0;
        loop.fills = false;
    }
}

// Messages give theirs back at the broker.
void Calls::giveSlotOf(Index task) {
    Task& t = state_.tasks[task];
    if (t.role == Role::delivery) {
        return;
    }
    const Index component = state_.plan.model.visits[t.visit].component;
    const Index machine = std::exchange(t.slot, none);
    stations_.giveSlot(machine);
    brokers_.takeFor(machine, component);
}

void Calls::finish(Index task, bool ok) {
    if (state_.tasks[task].slot != none) {
        giveSlotOf(task);
    }
    if (state_.tasks[task].fetches != none) {
        settleFetches(task, ok);
    }
    Task& t = state_.tasks[task];
    if (t.role == Role::request) {
        finishRequest(task, ok);
        return;
    }
    if (t.role == Role::fill || t.role == Role::refresh) {
        state_.drop(task);
        return;
    }
    t.ok = ok;
    const Index component = state_.plan.visits[t.visit].component;
    ComponentTally& tally = state_.tallies.components[component];
    ++(ok ? tally.success : tally.failure);
    stations_.picker().done(task, ok);
    if (ok) {
        state_.times[component].response->add(state_.nowMs - t.arrivedMs);
        state_.countAnswer(t);
    }
    if (state_.tracer != nullptr) {
        state_.tracer->markNow(task);
    }
    if (t.role == Role::delivery) {
        brokers_.done(task, ok);
    } else if (t.role != Role::call) {
        state_.drop(task);
    } else if (t.parent != none && t.backMs > 0) {
        state_.scheduleByNetwork(t.backMs, Happening::answer, task, state_.plan.calls[t.call].connection);
    } else {
        answered(task);
    }
}

void Calls::finishRequest(Index task, bool ok) {
    const Task& t = state_.tasks[task];
    const Source& source = state_.sources[t.call];
    ComponentTally& component = state_.tallies.components[source.component];
    ++(ok ? component.success : component.failure);
    if (!source.steady && state_.plan.model.workloads[t.call].users) {
        const double soonest = t.arrivedMs + solver::leastCycleMs;
        state_.schedule(std::max(soonest - state_.nowMs, 0.0), Happening::back, t.call);
    }
    WorkloadTally& tally = state_.tallies.workloads[t.call];
    if (ok) {
        const double ms = state_.nowMs - t.arrivedMs;
        ++(ms > source.deadlineMs ? tally.late : tally.inTime);
        tally.degraded += t.degraded ? 1 : 0;
        state_.systemTimes[t.call]->add(ms);
        warmUp_.add(ms, state_.nowMs);
    } else {
        ++tally.failed;
    }
    if (state_.tracer != nullptr) {
        state_.tracer->markNow(task);
        state_.tracer->finished(task, ok);
    }
    state_.drop(task);
}

}  // namespace headroom::engine::simulator
