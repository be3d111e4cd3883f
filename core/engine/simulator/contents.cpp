#include "core/engine/simulator/contents.h"

#include <algorithm>

#include "core/engine/simulator/content_start.h"

namespace headroom::engine::simulator {

Contents::Contents(RunState& state) : state_(state), contents_(state.plan.components.size()) {
    std::uint64_t lines = 0;
    for (Index i = 0; i < contents_.size(); ++i) {
        const ComponentPlan& plan = state.plan.components[i];
        firstLine_.push_back(lines);
        lines += plan.copiesOfKeys * plan.bytesOfKeys.size();
        if (plan.bytesOfKeys.empty()) {
            continue;
        }
        ContentStart start(state.plan, i, state.componentStreams[i].lookups);
        for (Index copy = 0; copy < plan.copiesOfKeys; ++copy) {
            contents_[i].push_back(state.plan.coldStart ? start.emptyMemory() : start.memory());
        }
    }
}

std::uint64_t Contents::lineOf(Index component, Index copy, std::uint32_t slot) const {
    return firstLine_[component] + copy * state_.plan.components[component].bytesOfKeys.size() + slot;
}

std::uint32_t Contents::slotOf(const VisitPlan& visit, std::uint32_t key) const {
    if (!isMissing(key)) {
        return visit.firstKey + key;
    }
    return visit.firstMissingKey == noKey ? noKey : visit.firstMissingKey + (key & ~missingKey);
}

Contents::Answer Contents::lookUp(Index task) {
    Task& t = state_.tasks[task];
    const Index component = state_.plan.model.visits[t.visit].component;
    const VisitPlan& visit = state_.plan.visits[t.visit];
    const CacheContent& rules = *state_.plan.model.components[component].steady.content;
    RandomStream& random = state_.componentStreams[component].lookups;
    std::vector<KeptKeys>& copies = contents_[component];
    if (copies.empty()) {
        t.hit = random.chance(visit.hitRatio);
        return t.hit ? Answer::found : Answer::missed;
    }
    if (t.key == noKey) {
        t.key = askedKey(visit, random);
    }
    t.hit = true;
    if (isMissing(t.key) && rules.missingPass < 1 && !random.chance(rules.missingPass)) {
        return Answer::found;
    }
    const bool own = copies.size() > 1 && t.machine != none;
    const Index copy = own ? t.machine - state_.plan.components[component].firstMachine : 0;
    const std::uint32_t slot = slotOf(visit, t.key);
    if (slot == noKey) {
        t.hit = false;
        if (state_.plan.fetches(t)) {
            note(task, slot, copy, false);
        }
        return Answer::missed;
    }
    switch (copies[copy].lookUp(slot, state_.nowMs)) {
        case KeptKeys::Found::fresh:
            return Answer::found;
        case KeptKeys::Found::old:
            if (!state_.plan.fetches(t)) {
                copies[copy].fill(slot, state_.nowMs);
            } else if (copies[copy].fetches(slot) == 0) {
                note(task, slot, copy, true);
                return Answer::stale;
            }
            return Answer::found;
        case KeptKeys::Found::no:
            break;
    }
    return missed(task, copies[copy], slot, copy);
}

// Where nobody fetches it, the value is there from now on.
Contents::Answer Contents::missed(Index task, KeptKeys& memory, std::uint32_t slot, Index copy) {
    Task& t = state_.tasks[task];
    const Index component = state_.plan.model.visits[t.visit].component;
    const CacheContent& rules = *state_.plan.model.components[component].steady.content;
    const bool keeps = !isMissing(t.key) || rules.keepsMissing;
    if (!state_.plan.fetches(t)) {
        t.hit = false;
        if (keeps) {
            memory.fill(slot, state_.nowMs);
        }
        return Answer::missed;
    }
    if (rules.coalesces && memory.fetches(slot) > 0) {
        park(task, copy, slot);
        return Answer::waits;
    }
    t.hit = false;
    countMiss(task, memory, slot);
    note(task, slot, copy, false);
    return Answer::missed;
}

void Contents::countMiss(Index task, const KeptKeys& memory, std::uint32_t slot) {
    const Index component = state_.plan.model.visits[state_.tasks[task].visit].component;
    if (slot == state_.plan.components[component].hottestKey) {
        ComponentTally& tally = state_.tallies.components[component];
        ++tally.hottestMisses;
        tally.hottestGone += memory.fetches(slot) == 0 ? 1 : 0;
    }
}

void Contents::note(Index task, std::uint32_t slot, Index copy, bool refreshes) {
    const Index index = fetches_.take();
    Task& t = state_.tasks[task];
    const Index component = state_.plan.model.visits[t.visit].component;
    if (slot != noKey) {
        contents_[component][copy].beginFetch(slot);
    }
    fetches_[index] = {.visit = t.visit,
                       .copy = copy,
                       .machine = contents_[component].size() > 1 ? t.machine : none,
                       .slot = slot,
                       .key = t.key,
                       .call = Plan::fetchesItself(state_.plan.model.visits[t.visit]) ? none : t.call,
                       .refreshes = refreshes,
                       .next = t.fetches};
    t.fetches = index;
}

void Contents::park(Index task, Index copy, std::uint32_t slot) {
    const Index component = state_.plan.model.visits[state_.tasks[task].visit].component;
    Line& line = waiting_[lineOf(component, copy, slot)];
    state_.tasks[task].next = none;
    (line.first == none ? line.first : state_.tasks[line.last].next) = task;
    line.last = task;
}

bool Contents::fills(Index fetch) const {
    const Fetch& f = fetches_[fetch];
    return !isMissing(f.key) || state_.plan.componentOf(f.visit).steady.content->keepsMissing;
}

// That a key does not exist is an answer, too.
void Contents::done(Index fetch, bool ok) {
    const Fetch f = fetches_[fetch];
    const bool fills = ok && this->fills(fetch);
    fetches_.give(fetch);
    if (f.slot == noKey) {
        return;
    }
    const Index component = state_.plan.model.visits[f.visit].component;
    KeptKeys& memory = contents_[component][f.copy];
    memory.endFetch(f.slot);
    if (fills) {
        memory.fill(f.slot, state_.nowMs);
    }
    const auto line = waiting_.find(lineOf(component, f.copy, f.slot));
    if (line == waiting_.end()) {
        return;
    }
    Index task = line->second.first;
    if (!ok && memory.fetches(f.slot) == 0) {
        const Index next = state_.tasks[task].next;
        state_.tasks[task].hit = false;
        countMiss(task, memory, f.slot);
        note(task, f.slot, f.copy, false);
        state_.schedule(0, Happening::woken, task);
        line->second.first = next;
        if (next == none) {
            waiting_.erase(line);
        }
        return;
    }
    while (ok && task != none) {
        const Index next = state_.tasks[task].next;
        state_.schedule(0, Happening::woken, task);
        task = next;
    }
    if (ok) {
        waiting_.erase(line);
    }
}

Index Contents::fetchOf(Index task, Index call) const {
    Index at = state_.tasks[task].fetches;
    while (at != none && fetches_[at].call != call) {
        at = fetches_[at].next;
    }
    return at;
}

void Contents::giveFetch(Index task, Index fetch) {
    fetches_[fetch].next = state_.tasks[task].fetches;
    state_.tasks[task].fetches = fetch;
}

Index Contents::takeFetch(Index task, Index call) {
    Index* at = &state_.tasks[task].fetches;
    while (*at != none && fetches_[*at].call != call) {
        at = &fetches_[*at].next;
    }
    const Index found = *at;
    if (found != none) {
        *at = fetches_[found].next;
        fetches_[found].next = none;
    }
    return found;
}

void Contents::abandon(Index task) {
    while (state_.tasks[task].fetches != none) {
        const Index fetch = state_.tasks[task].fetches;
        state_.tasks[task].fetches = fetches_[fetch].next;
        done(fetch, false);
    }
}

void Contents::write(Index visit) {
    const Index component = state_.plan.model.visits[visit].component;
    const CacheContent& rules = *state_.plan.model.components[component].steady.content;
    if (contents_[component].empty() || rules.writesPassUnseen) {
        return;
    }
    const VisitPlan& plan = state_.plan.visits[visit];
    const std::uint32_t slot = plan.firstKey + drawKey(plan, state_.componentStreams[component].lookups);
    for (KeptKeys& memory : contents_[component]) {
        if (rules.writesRefresh) {
            memory.write(slot, state_.nowMs);
        } else {
            memory.remove(slot);
        }
    }
}

// Machines that each hold what they like begin empty. Of one memory over all of them, the keys of those that
// go are gone, and new ones take over as many from the others as fall to them on a ring of hashes.
void Contents::rescale(const KeyEvent& event) {
    const auto [before, after] = *event.rescaled;
    std::vector<KeptKeys>& copies = contents_[event.component];
    const ComponentPlan& plan = state_.plan.components[event.component];
    if (copies.size() > 1) {
        for (Index copy = before; copy < after; ++copy) {
            befall(copies[copy], event.component, 1, true);
        }
        return;
    }
    const CacheContent& rules = *state_.plan.model.components[event.component].steady.content;
    const double moved = 1 - static_cast<double>(std::min(before, after)) / std::max(before, after);
    befall(copies.front(), event.component, moved, true);
    copies.front().resize(rules.memoryBytes * after / plan.machinesAtFirst);
}

void Contents::befall(KeptKeys& memory, Index component, double share, bool empties) {
    RandomStream& random = state_.componentStreams[component].lookups;
    const auto keys = static_cast<std::uint32_t>(state_.plan.components[component].bytesOfKeys.size());
    for (std::uint32_t slot = 0; slot < keys; ++slot) {
        if (share >= 1 || random.chance(share)) {
            empties ? memory.remove(slot) : memory.age(slot, state_.nowMs);
        }
    }
}

// Of machines that each hold what they like, the last ones are struck; of others, their part of the keys.
void Contents::strike(const KeyEvent& event) {
    if (event.rescaled) {
        rescale(event);
        return;
    }
    std::vector<KeptKeys>& copies = contents_[event.component];
    const auto all = static_cast<double>(copies.size());
    const bool apart = copies.size() > 1;
    const double share = apart ? event.share : event.share * event.machines;
    for (std::size_t i = 0; i < copies.size(); ++i) {
        if (apart && static_cast<double>(i) < all * (1 - event.machines) - 0.5) {
            continue;
        }
        befall(copies[i], event.component, share, event.empties);
    }
}

}  // namespace headroom::engine::simulator
