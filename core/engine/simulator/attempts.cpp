#include <cmath>

#include "core/engine/simulator/calls.h"
#include "core/engine/simulator/tracer.h"

// How attempts end: with an answer, at their timeout, in another attempt or in what stands in for them.
namespace headroom::engine::simulator {

[[gnu::always_inline]] inline void Calls::resume(Index task, bool ok, bool hit) {
    const Loop& loop = state_.loops[state_.tasks[task].loop];
    const CallPlan& call = state_.plan.calls[loop.call];
    const Index connection = call.connection;
    if (loop.guarded) {
        guardOf(task, connection)
            .left(state_.plan.model.connections[connection], state_.nowMs, ok, loop.probes);
    }
    if (!ok && !loop.refused && retries(task)) {
        return;
    }
    ConnectionTally& tally = state_.tallies.connections[connection];
    ++(ok ? tally.success : tally.failure);
    if (!ok) {
        callFailed(task);
        return;
    }
    state_.callTimes[connection]->add(state_.nowMs - loop.sentMs);
    if (call.looksUp && !hit) {
        lookedUp(task, loop.call);
    }
    advance(task);
}

void Calls::answered(Index task) {
    if (state_.tasks[task].fetches != none) {
        handOver(task);
    }
    const Task& t = state_.tasks[task];
    const Index caller = t.parent;
    const bool ok = t.ok;
    const bool hit = t.hit;
    if (state_.tracer != nullptr && caller != none) {
        state_.tracer->mark(task, results::SpanKind::network, state_.plan.model.calls[t.call].connection);
        state_.tracer->ended(task, ok);
    }
    state_.drop(task);
    if (caller != none) {
        state_.tasks[caller].degraded |= t.degraded;
        resume(caller, ok, hit);
    }
}

void Calls::refused(Index task) {
    resume(task, false, false);
}

void Calls::resend(Index task) {
    send(task);
}

// The work that was asked for goes on, unless it can be taken back.
void Calls::timedOut(Index timer) {
    const Timer t = state_.timers[timer];
    state_.timers.give(timer);
    Task& task = state_.tasks[t.task];
    if (task.generation != t.generation || task.parent == none) {
        return;
    }
    const Index caller = task.parent;
    task.parent = none;
    if (state_.tracer != nullptr) {
        state_.tracer->ended(t.task, false);
    }
    if (state_.plan.model.connections[state_.plan.model.calls[task.call].connection].cancelsOnTimeout) {
        const Index component = state_.plan.model.visits[task.visit].component;
        const Index freed = stations_.cancel(t.task);
        if (freed != none) {
            brokers_.takeFor(freed, component);
        }
    }
    if (task.silent) {
        forget(t.task);
    }
    resume(caller, false, false);
}

bool Calls::retries(Index task) {
    const Loop& loop = state_.loops[state_.tasks[task].loop];
    const Index index = state_.plan.model.calls[loop.call].connection;
    const solver::Connection& connection = state_.plan.model.connections[index];
    if (loop.attempts > static_cast<std::uint32_t>(connection.retries) ||
        (connection.retryBudget && !budgets_[index].take(state_.nowMs))) {
        return false;
    }
    ++state_.tallies.connections[index].retries;
    const double longest = connection.backoffMs * std::ldexp(1.0, static_cast<int>(loop.attempts) - 1);
    const double pauseMs = longest * state_.connectionStreams[index].backoff.uniform();
    if (state_.tracer != nullptr) {
        state_.tracer->backsOff(task, index, pauseMs);
    }
    state_.schedule(pauseMs, Happening::resend, task);
    return true;
}

void Calls::callFailed(Index task) {
    const solver::Call& call = state_.plan.model.calls[state_.loops[state_.tasks[task].loop].call];
    if (call.fallback != none) {
        open(task, call.fallback);
    } else if (state_.plan.model.connections[call.connection].required) {
        fail(task);
        return;
    } else {
        state_.tasks[task].degraded = true;
        if (call.lookup != solver::Lookup::no) {
            lookUpFailed(task, call);
        }
    }
    advance(task);
}

}  // namespace headroom::engine::simulator
