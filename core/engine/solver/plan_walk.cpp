#include "core/engine/solver/plan_walk.h"

#include <algorithm>
#include <cmath>

#include "core/engine/solver/attempts.h"
#include "core/queueing/latency_join.h"

namespace headroom::engine::solver {

Memory Memory::with(Index lookup, Found found) const {
    Memory m = *this;
    m.bits_ = (bits_ & ~(3U << (2 * lookup))) | (static_cast<std::uint32_t>(found) << (2 * lookup));
    return m;
}

Memory Memory::fromStep(const Model& model, const Visit& visit, Index step) const {
    Memory m = *this;
    for (Index i = visit.firstCall; m.bits_ != 0 && i < visit.firstCall + visit.callCount; ++i) {
        const Call& call = model.calls[i];
        if (call.lookup == Lookup::tracked && call.lastDependent < step) {
            m = m.with(call.lookupNumber, Found::notAsked);
        }
    }
    return m;
}

bool isMade(const Model& model, const Call& call, Memory memory) {
    if (call.missOf == none) {
        return true;
    }
    const Call& lookup = model.calls[call.missOf];
    return lookup.lookup == Lookup::tracked && memory.of(lookup.lookupNumber) == Memory::Found::miss;
}

bool isBundled(const Model& model, const Call& call) {
    return call.missOf != none && model.calls[call.missOf].lookup == Lookup::bundled;
}

bool isAwaited(const Call& call) {
    return call.awaited && call.visit != none;
}

std::vector<Index> dependentsOf(const Model& model, const Visit& visit, Index lookup) {
    std::vector<Index> calls;
    for (Index i = visit.firstCall; i < visit.firstCall + visit.callCount; ++i) {
        if (model.calls[i].missOf == lookup) {
            calls.push_back(i);
        }
    }
    return calls;
}

double doneWell(const Model& model, const State& state, Index visit) {
    const Visit& v = model.visits[visit];
    const double errors = v.worksHere ? model.componentOf(v).steady.errorRate : 0;
    return state.admittedOf(visit, v.component) * state.served[visit] * (1 - errors);
}

double hitsAmongAnswers(const Model& model, const State& state, Index visit) {
    const Visit& v = model.visits[visit];
    const double hit = state.hit[visit];
    if (!v.passesOnMissOnly || !(state.success[visit] > 0)) {
        return hit;
    }
    return std::min(1.0, doneWell(model, state, visit) * hit / state.success[visit]);
}

void PlanWalk::walk(Index visit) {
    const Visit& v = model_.visits[visit];
    for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
        state_.made[i] = 0;
        state_.wanted[i] = 0;
        state_.echoed[i] = 0;
        state_.missed[i] = 0;
    }
    const SteadyState& steady = model_.componentOf(v).steady;
    const double admitted = state_.admittedOf(visit, v.component);
    const double served = admitted * state_.served[visit];
    const double errors = v.worksHere ? steady.errorRate : 0;
    const double onward = v.passesOnMissOnly ? 1 - state_.hit[visit] : 1;
    const double accepted = state_.accepted[v.component];
    const double own = doneWell(model_, state_, visit) * accepted;
    failed_ = 1 - admitted + served * (errors + (1 - errors) * (1 - accepted));
    paths_.assign(1, {Memory(), own * onward, own * onward});
    takeAll(v);
    if (v.passesOnMissOnly && state_.lookups[visit].refreshes > 0) {
        refresh(v, own * state_.lookups[visit].refreshes);
    }
    double done = own * (1 - onward);
    double intact = done;
    for (const Path& path : paths_) {
        done += path.probability;
        intact += path.intact;
    }
    state_.success[visit] = done;
    state_.intact[visit] = intact;
    state_.failure[visit] = failed_;
    leaveOut(v, state_.stays[visit] * (1 - state_.echo[visit]));
}

// Who was taken back in line, or came too soon after a rejection, makes no calls. What becomes of the others
// does not depend on that: who would wait for longer than the timeout is late for that caller in any case.
void PlanWalk::leaveOut(const Visit& visit, double stays) {
    for (Index i = visit.firstCall; stays < 1 && i < visit.firstCall + visit.callCount; ++i) {
        state_.made[i] *= stays;
        state_.wanted[i] *= stays;
        state_.echoed[i] *= stays;
        state_.missed[i] *= stays;
    }
}

void PlanWalk::takeAll(const Visit& visit) {
    for (Index step = 0; step < visit.stepCount;) {
        const Index together = model_.steps[visit.firstStep + step].blockSteps;
        if (together > 0) {
            takeBlock(visit, step);
        } else {
            takeStep(visit, step);
        }
        step += std::max<Index>(together, 1);
    }
}

// Beside the requests, for `times` of them: nobody is told what comes of it.
void PlanWalk::refresh(const Visit& visit, double times) {
    const std::vector<Path> paths = paths_;
    const double failed = failed_;
    paths_.assign(1, {Memory(), times, times});
    takeAll(visit);
    paths_ = paths;
    failed_ = failed;
}

void PlanWalk::takeStep(const Visit& visit, Index step) {
    const Step& s = model_.steps[visit.firstStep + step];
    if (s.callCount == 1 && isBundled(model_, model_.calls[s.firstCall])) {
        return;
    }
    next_.clear();
    for (const Path& path : paths_) {
        const double total = totalWeight(s, path.memory);
        if (!(total > 0)) {
            goOn(visit, step + 1, path);
            continue;
        }
        for (Index i = s.firstCall; i < s.firstCall + s.callCount; ++i) {
            if (const double share = weightOf(s, i, path.memory) / total; share > 0) {
                takeCall(visit, step, path, i, share);
            }
        }
    }
    paths_.swap(next_);
}

void PlanWalk::takeBlock(const Visit& visit, Index step) {
    next_.clear();
    const Index after = step + model_.steps[visit.firstStep + step].blockSteps;
    for (const Path& path : paths_) {
        const Outcome block = blockOf(visit, step, path);
        failed_ += path.probability * block.failure;
        goOn(visit, after, {path.memory, path.probability * block.success, path.intact * block.intact});
    }
    paths_.swap(next_);
}

// All of them are sent, whatever becomes of the others. It fails when too few are left that can succeed.
PlanWalk::Outcome PlanWalk::blockOf(const Visit& visit, Index step, const Path& path) {
    const Step& first = model_.steps[visit.firstStep + step];
    std::vector<queueing::CountedChance> success;
    std::vector<queueing::CountedChance> unfailed;
    std::vector<queueing::CountedChance> intact;
    for (Index i = visit.firstStep + step; i < visit.firstStep + step + first.blockSteps; ++i) {
        const auto [one, calls] = branchOf(visit, model_.steps[i], path);
        success.push_back({one.success, calls});
        unfailed.push_back({1 - one.failure, calls});
        intact.push_back({one.intact, calls});
    }
    return {queueing::atLeast(success, first.needed), 1 - queueing::atLeast(unfailed, first.needed),
            queueing::atLeast(intact, first.needed)};
}

// No calls where nobody waits for any.
PlanWalk::Branch PlanWalk::branchOf(const Visit& visit, const Step& step, const Path& path) {
    const double total = totalWeight(step, path.memory);
    if (!(total > 0)) {
        return {Outcome(), 0};
    }
    Outcome drawn{0, 0, 0};
    for (Index call = step.firstCall; call < step.firstCall + step.callCount; ++call) {
        const double share = weightOf(step, call, path.memory) / total;
        if (share > 0) {
            const Call& c = model_.calls[call];
            count(visit, call, path.probability * share * c.calls);
            if (step.callCount == 1) {
                return {single(visit, call), isAwaited(c) ? c.calls : 0};
            }
            const Outcome one = together(visit, call);
            drawn.success += share * one.success;
            drawn.failure += share * one.failure;
            drawn.intact += share * one.intact;
        }
    }
    return {drawn, 1};
}

// All calls of one connection at once.
PlanWalk::Outcome PlanWalk::together(const Visit& visit, Index call) const {
    const double calls = model_.calls[call].calls;
    const Outcome one = single(visit, call);
    const auto all = [&](double each) {
        const queueing::CountedChance team[] = {{each, calls}};
        return queueing::atLeast(team, calls + 1);
    };
    return {all(one.success), 1 - all(1 - one.failure), all(one.intact)};
}

double PlanWalk::weightOf(const Step& step, Index call, Memory memory) const {
    if (!isMade(model_, model_.calls[call], memory)) {
        return 0;
    }
    return step.callCount == 1 ? 1 : state_.weight[call];
}

double PlanWalk::totalWeight(const Step& step, Memory memory) const {
    double total = 0;
    for (Index i = step.firstCall; i < step.firstCall + step.callCount; ++i) {
        total += weightOf(step, i, memory);
    }
    return total;
}

void PlanWalk::takeCall(const Visit& visit, Index step, const Path& path, Index call, double share) {
    const Call& c = model_.calls[call];
    const double before = path.probability * share;
    const bool consuming = model_.componentOf(visit).steady.onward == Onward::consumers;
    const double times = before * expectedCalls(visit, call) *
                         (consuming ? state_.taken[State::takenAt(model_, visit.component, c.connection)] *
                                          state_.receives[visit.component]
                                    : 1);
    count(visit, call, times);
    const Outcome all = repeated(visit, call);
    failed_ += before * all.failure;
    if (c.lookup == Lookup::tracked) {
        takeLookup(visit, step, path, call, share);
        return;
    }
    goOn(visit, step + 1, {path.memory, before * all.success, path.intact * share * all.intact});
}

// Only a lookup that answered itself can have missed; a fallback brings what was asked for. An optional one
// that fails has found nothing.
void PlanWalk::takeLookup(const Visit& visit, Index step, const Path& path, Index call, double share) {
    const Call& c = model_.calls[call];
    const Outcome own = direct(call);
    const Outcome all = repeated(visit, call);
    const double before = path.probability * share;
    const double intact = path.intact * share;
    const double missShare = 1 - hitsAmongAnswers(model_, state_, c.visit);
    const double lost = isOptional(c) ? own.failure * failsFinally(visit, call) : 0;
    const double missed = own.success * missShare + lost;
    const LookupState& lookup = state_.lookups[c.visit];
    if (lookup.refreshes > 0) {
        const double times = before * own.success * lookup.refreshes;
        state_.missed[call] += times * countDependents(visit, call, times);
    }
    const Memory hit = path.memory.with(c.lookupNumber, Memory::Found::hit);
    const Memory miss = path.memory.with(c.lookupNumber, Memory::Found::miss);
    brought_.at(c.lookupNumber) = missed > 0 ? own.success * missShare * lookup.filled / missed : 0;
    goOn(visit, step + 1,
         {hit, before * (all.success - missed), intact * (all.intact - own.intact * missShare)});
    goOn(visit, step + 1, {miss, before * missed, intact * own.intact * missShare});
}

// When the last call that a miss leads to has brought the value, it is filled in. Who failed by then has
// none.
void PlanWalk::goOn(const Visit& visit, Index step, Path path) {
    const Memory kept = path.memory.fromStep(model_, visit, step);
    if (kept != path.memory) {
        for (Index i = visit.firstCall; i < visit.firstCall + visit.callCount; ++i) {
            const Call& c = model_.calls[i];
            if (c.lookup == Lookup::tracked && path.memory.of(c.lookupNumber) == Memory::Found::miss &&
                kept.of(c.lookupNumber) == Memory::Found::notAsked) {
                state_.missed[i] += path.probability * brought_.at(c.lookupNumber);
            }
        }
    }
    path.memory = kept;
    arrive(path);
}

void PlanWalk::arrive(const Path& at) {
    for (Path& path : next_) {
        if (path.memory == at.memory) {
            path.probability += at.probability;
            path.intact += at.intact;
            return;
        }
    }
    next_.push_back(at);
}

bool PlanWalk::isOptional(const Call& call) const {
    return !model_.connections[call.connection].required;
}

// Of a call that failed itself: what is left of that behind its fallback.
double PlanWalk::failsFinally(const Visit& visit, Index call) const {
    const Call& c = model_.calls[call];
    return c.fallback == none ? 1 : repeated(visit, c.fallback).failure;
}

PlanWalk::Outcome PlanWalk::direct(Index call) const {
    const CallOutcome outcome = attempted(model_, state_, call);
    return {outcome.success, outcome.failure, outcome.intact};
}

PlanWalk::Outcome PlanWalk::single(const Visit& visit, Index call) const {
    const Call& c = model_.calls[call];
    Outcome outcome = direct(call);
    const Outcome own = outcome;
    if (c.fallback != none) {
        const Outcome instead = repeated(visit, c.fallback);
        outcome.success += own.failure * instead.success;
        outcome.intact += own.failure * instead.intact;
        outcome.failure = own.failure * instead.failure;
    }
    const double lost = isOptional(c) ? outcome.failure : 0;
    outcome.success += lost;
    outcome.failure -= lost;
    return c.lookup == Lookup::bundled ? withMisses(visit, call, outcome, lost) : outcome;
}

// Each miss makes the calls that depend on it at once; so does a look-up that failed but need not succeed.
PlanWalk::Outcome PlanWalk::withMisses(const Visit& visit, Index call, Outcome outcome, double lost) const {
    const Outcome own = direct(call);
    const double missShare = 1 - hitsAmongAnswers(model_, state_, model_.calls[call].visit);
    double missed = own.success * missShare + lost;
    double intact = own.intact * missShare;
    outcome.success -= missed;
    outcome.intact -= intact;
    for (const Index dependent : dependentsOf(model_, visit, call)) {
        const double share = model_.calls[dependent].missShare;
        const Outcome then = repeated(visit, dependent);
        outcome.failure += missed * share * then.failure;
        missed *= 1 - share + share * then.success;
        intact *= 1 - share + share * then.intact;
    }
    outcome.success += missed;
    outcome.intact += intact;
    return outcome;
}

// All calls that misses make, those of further look-ups among them, too; the share of the misses for which
// all of them succeed, so that there is something to fill in.
double PlanWalk::countDependents(const Visit& visit, Index lookup, double misses) {
    double brought = 1;
    for (const Index dependent : dependentsOf(model_, visit, lookup)) {
        const Call& c = model_.calls[dependent];
        const double times = misses * brought * c.missShare * expectedCalls(visit, dependent);
        count(visit, dependent, times);
        if (c.lookup == Lookup::tracked) {
            const double missed =
                times * direct(dependent).success * (1 - hitsAmongAnswers(model_, state_, c.visit));
            state_.missed[dependent] +=
                missed * state_.lookups[c.visit].filled * countDependents(visit, dependent, missed);
        }
        brought *= 1 - c.missShare + c.missShare * repeated(visit, dependent).success;
    }
    return brought;
}

double PlanWalk::expectedCalls(const Visit& visit, Index call) const {
    const double calls = model_.calls[call].calls;
    const double again = single(visit, call).success;
    if (again >= 1) {
        return calls;
    }
    const double whole = std::floor(calls);
    const double all = std::pow(again, whole);
    return (1 - all) / (1 - again) + (calls - whole) * all;
}

PlanWalk::Outcome PlanWalk::repeated(const Visit& visit, Index call) const {
    const double calls = model_.calls[call].calls;
    const Outcome one = single(visit, call);
    if (calls == 1) {
        return one;
    }
    const double whole = std::floor(calls);
    const double rest = calls - whole;
    const auto all = [&](double each) { return std::pow(each, whole) * (1 - rest + rest * each); };
    return {all(one.success), expectedCalls(visit, call) * one.failure, all(one.intact)};
}

void PlanWalk::count(const Visit& visit, Index call, double times) {
    const Call& c = model_.calls[call];
    state_.outcome[call] = attempted(model_, state_, call);
    state_.made[call] += times * state_.outcome[call].sent;
    state_.wanted[call] += times * state_.outcome[call].wanted;
    state_.echoed[call] += times * state_.outcome[call].echoes;
    const Outcome own = direct(call);
    if (c.lookup == Lookup::bundled) {
        const LookupState& lookup = state_.lookups[c.visit];
        const double answered = times * own.success;
        const double missed = answered * (1 - hitsAmongAnswers(model_, state_, c.visit));
        const double refreshed = answered * lookup.refreshes;
        const double lost = isOptional(c) ? times * own.failure * failsFinally(visit, call) : 0;
        const double brought = countDependents(visit, call, missed + refreshed + lost);
        state_.missed[call] += (missed * lookup.filled + refreshed) * brought;
    }
    if (c.fallback != none && own.failure > 0) {
        count(visit, c.fallback, times * own.failure * expectedCalls(visit, c.fallback));
    }
}

}  // namespace headroom::engine::solver
