#include "core/engine/simulator/calls.h"

namespace headroom::engine::simulator {

void Calls::lookUp(Index task) {
    const Index visit = state_.tasks[task].visit;
    const Contents::Answer answer = contents_.lookUp(task);
    ComponentTally& tally = state_.tallies.components[state_.plan.model.visits[visit].component];
    ++tally.lookups;
    tally.hits += answer == Contents::Answer::missed ? 0 : 1;
    if (answer == Contents::Answer::waits) {
        return;
    }
    if (answer == Contents::Answer::stale && Plan::fetchesItself(state_.plan.model.visits[visit])) {
        refreshInLine(task);
    }
    passOn(task);
}

// Whoever waited for a fetch that has failed has missed after all.
void Calls::woken(Index task) {
    const Task& t = state_.tasks[task];
    if (!t.hit) {
        --state_.tallies.components[state_.plan.model.visits[t.visit].component].hits;
    }
    passOn(task);
}

// What a look-up has to be brought is up to its caller.
void Calls::handOver(Index child) {
    const Task t = state_.tasks[child];
    if (t.parent == none || !t.ok) {
        contents_.abandon(child);
        return;
    }
    while (state_.tasks[child].fetches != none) {
        const Index fetch = contents_.takeFetch(child, t.call);
        if (fetch == none) {
            contents_.abandon(child);
        } else if (contents_.fetch(fetch).refreshes) {
            refreshFor(t.parent, fetch);
        } else {
            contents_.giveFetch(t.parent, fetch);
        }
    }
}

void Calls::settleFetches(Index task, bool ok) {
    const Role role = state_.tasks[task].role;
    if (role == Role::fill) {
        const Index fetch = contents_.takeFetch(task, state_.tasks[task].call);
        contents_.done(fetch, ok);
        return;
    }
    if (const Index own = contents_.takeFetch(task, none); own != none) {
        contents_.done(own, ok);
    }
    if (role != Role::call || !ok) {
        contents_.abandon(task);
    }
}

// The calls of a cache in line, beside the request that it has answered.
void Calls::refreshInLine(Index task) {
    const Index fetch = contents_.takeFetch(task, none);
    const Index refresh = state_.newTask(state_.tasks[task].visit, Role::refresh);
    state_.tasks[refresh].key = state_.tasks[task].key;
    state_.tasks[refresh].client = state_.tasks[task].client;
    contents_.giveFetch(refresh, fetch);
    advance(refresh);
}

// The calls that a miss would make, and the fill, beside all else that the caller does.
void Calls::refreshFor(Index caller, Index fetch) {
    const Index visit = state_.tasks[caller].visit;
    const Index refresh = state_.newTask(visit, Role::refresh);
    const Index loop = state_.loops.take();
    state_.loops[loop] = {.call = contents_.fetch(fetch).call, .dependentStep = 0};
    Task& t = state_.tasks[refresh];
    t.key = contents_.fetch(fetch).key;
    t.client = state_.tasks[caller].client;
    t.step = state_.plan.model.visits[visit].stepCount;
    t.loop = loop;
    contents_.giveFetch(refresh, fetch);
    advance(refresh);
}

// What a cache has missed is what is asked for behind it, by one call.
std::uint32_t Calls::keyFor(Index task, Index call) const {
    const Index lookup = state_.plan.model.calls[call].missOf;
    const Index fetch = lookup != none ? contents_.fetchOf(task, lookup) : none;
    return fetch != none ? contents_.fetch(fetch).key : state_.tasks[task].key;
}

}  // namespace headroom::engine::simulator
