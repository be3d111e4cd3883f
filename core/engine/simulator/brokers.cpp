#include "core/engine/simulator/brokers.h"

#include <algorithm>
#include <cmath>

namespace headroom::engine::simulator {

Brokers::Brokers(RunState& state, Stations& stations)
    : state_(state),
      stations_(stations),
      lineOfVisit_(state.plan.model.visits.size(), none),
      lineOfConnection_(state.plan.model.connections.size(), none),
      feeds_(state.plan.components.size()),
      turns_(state.plan.components.size()) {
    for (Index visit = 0; visit < state.plan.model.visits.size(); ++visit) {
        const SteadyState& steady = state.plan.componentOf(visit).steady;
        if (steady.partitions) {
            addPartitions(visit);
        } else if (steady.onward == Onward::consumers) {
            addQueue(visit);
        }
    }
}

Index Brokers::consumerOf(Index call) const {
    const Index visit = state_.plan.model.calls[call].visit;
    return visit == none ? none : state_.plan.model.visits[visit].component;
}

Index Brokers::newLine(Index broker, Index machine) {
    lines_.push_back({.broker = broker, .machine = machine, .partition = machine != none});
    return static_cast<Index>(lines_.size() - 1);
}

void Brokers::addQueue(Index visit) {
    const solver::Visit& v = state_.plan.model.visits[visit];
    for (Index call = v.firstCall; call < v.firstCall + v.callCount; ++call) {
        const Index consumer = consumerOf(call);
        if (consumer == none || state_.plan.components[consumer].machines == 0) {
            continue;
        }
        if (lineOfVisit_[visit] == none) {
            lineOfVisit_[visit] = newLine(v.component, none);
        }
        feeds_[consumer].push_back({lineOfVisit_[visit], call});
    }
}

// Partition i belongs to machine i mod n.
void Brokers::addPartitions(Index visit) {
    const solver::Visit& v = state_.plan.model.visits[visit];
    const double partitions = *state_.plan.model.componentOf(v).steady.partitions;
    for (Index call = v.firstCall; call < v.firstCall + v.callCount; ++call) {
        const Index consumer = consumerOf(call);
        Index& first = lineOfConnection_[state_.plan.model.calls[call].connection];
        if (consumer == none || first != none || state_.plan.components[consumer].machines == 0) {
            continue;
        }
        const ComponentPlan& plan = state_.plan.components[consumer];
        first = static_cast<Index>(lines_.size());
        for (Index p = 0; p < static_cast<Index>(std::max(1.0, std::round(partitions))); ++p) {
            feeds_[consumer].push_back({newLine(v.component, plan.firstMachine + p % plan.machines)});
        }
    }
}

void Brokers::append(Index line, Index call) {
    const Index index = messages_.take();
    messages_[index] = {.arrivedMs = state_.nowMs, .call = call};
    Line& l = lines_[line];
    (l.first == none ? l.first : messages_[l.last].next) = index;
    l.last = index;
}

void Brokers::accept(Index task) {
    const Index visit = state_.tasks[task].visit;
    const solver::Visit& v = state_.plan.model.visits[visit];
    ++state_.tallies.components[v.component].messagesIn;
    if (state_.plan.model.componentOf(v).steady.partitions) {
        publish(visit);
        return;
    }
    state_.touch(v.component);
    ++state_.levels[v.component].waiting;
    const Index line = lineOfVisit_[visit];
    if (line == none) {
        return;  // nobody will ever take it: a number is enough
    }
    append(line, none);
    if (const Index consumer = freeConsumer(v); consumer != none) {
        if (const Index machine = freeMachine(consumer); machine != none) {
            takeFor(machine, consumer);
        }
    }
}

// Any free slot is as good as any other.
Index Brokers::freeConsumer(const solver::Visit& broker) {
    Index found = none;
    double seen = 0;
    for (Index call = broker.firstCall; call < broker.firstCall + broker.callCount; ++call) {
        const Index consumer = consumerOf(call);
        const double free =
            consumer == none ? 0 : state_.plan.components[consumer].slots() - state_.levels[consumer].slots;
        if (free <= 0) {
            continue;
        }
        seen += free;
        if (seen == free || state_.componentStreams[broker.component].routing.chance(free / seen)) {
            found = consumer;
        }
    }
    return found;
}

void Brokers::publish(Index visit) {
    const solver::Visit& v = state_.plan.model.visits[visit];
    RandomStream& random = state_.componentStreams[v.component].lookups;
    const auto partitions =
        static_cast<Index>(std::max(1.0, std::round(*state_.plan.model.componentOf(v).steady.partitions)));
    const Index partition = random.below(partitions);
    for (Index call = v.firstCall; call < v.firstCall + v.callCount; ++call) {
        const Index first = lineOfConnection_[state_.plan.model.calls[call].connection];
        if (first == none) {
            continue;
        }
        state_.touch(v.component);
        ++state_.levels[v.component].waiting;
        append(first + partition, call);
        takeFor(lines_[first + partition].machine, consumerOf(call));
    }
}

Index Brokers::freeMachine(Index component) {
    const ComponentPlan& plan = state_.plan.components[component];
    for (Index i = 0; i < plan.machines; ++i) {
        const Index turn = (turns_[component] + i) % plan.machines;
        const Index machine = plan.firstMachine + turn;
        if (stations_.hasFreeSlot(machine)) {
            turns_[component] = (turn + 1) % plan.machines;
            return machine;
        }
    }
    return none;
}

const Brokers::Feed* Brokers::oldest(Index machine, Index component) const {
    const Feed* found = nullptr;
    double since = 0;
    for (const Feed& feed : feeds_[component]) {
        const Line& line = lines_[feed.line];
        if (line.first == none || line.busy || (line.machine != none && line.machine != machine)) {
            continue;
        }
        const double arrived = messages_[line.first].arrivedMs;
        if (found == nullptr || arrived < since) {
            found = &feed;
            since = arrived;
        }
    }
    return found;
}

void Brokers::takeFor(Index machine, Index component) {
    while (stations_.hasFreeSlot(machine)) {
        const Feed* feed = oldest(machine, component);
        if (feed == nullptr) {
            return;
        }
        deliver(*feed, machine);
    }
}

void Brokers::resume() {
    for (Index i = 0; i < feeds_.size(); ++i) {
        const ComponentPlan& plan = state_.plan.components[i];
        for (Index m = plan.firstMachine; !feeds_[i].empty() && m < plan.firstMachine + plan.machines; ++m) {
            takeFor(m, i);
        }
    }
}

void Brokers::deliver(const Feed& feed, Index machine) {
    Line& line = lines_[feed.line];
    const Index message = line.first;
    const Message taken = messages_[message];
    line.first = taken.next;
    messages_.give(message);
    state_.touch(line.broker);
    --state_.levels[line.broker].waiting;
    ++state_.tallies.components[line.broker].messagesTaken;
    state_.record.components[line.broker].wait.add(state_.slice, state_.nowMs - taken.arrivedMs);
    const Index call = feed.call != none ? feed.call : taken.call;
    const CallPlan& plan = state_.plan.calls[call];
    RandomStream& random = state_.componentStreams[line.broker].routing;
    const std::uint32_t count = plan.wholeCalls + (plan.anotherCall > 0 && random.chance(plan.anotherCall));
    if (count > 0) {
        stations_.takeSlot(machine);
        line.busy = line.partition;
        send(call, machine, feed.line, count - 1);
    }
}

void Brokers::send(Index call, Index machine, Index line, std::uint32_t again) {
    ConnectionTally& tally = state_.tallies.connections[state_.plan.model.calls[call].connection];
    ++tally.attempts;
    tally.bytes += state_.plan.calls[call].requestBytes;
    const Index index = state_.newTask(state_.plan.model.calls[call].visit, Role::delivery);
    Task& task = state_.tasks[index];
    task.call = call;
    task.machine = machine;
    task.line = line;
    task.again = again;
    task.slot = machine;
    stations_.reach(index);
}

void Brokers::done(Index task, bool ok) {
    const Task t = state_.tasks[task];
    state_.drop(task);
    const solver::Call& call = state_.plan.model.calls[t.call];
    if (ok) {
        const double network = state_.plan.calls[t.call].roundTrip.mean() + call.transferMs;
        state_.record.connections[call.connection].add(state_.slice, state_.nowMs - t.arrivedMs + network);
    }
    if (t.again > 0) {
        send(t.call, t.slot, t.line, t.again - 1);
        return;
    }
    lines_[t.line].busy = false;
    stations_.giveSlot(t.slot);
    takeFor(t.slot, consumerOf(t.call));
}

}  // namespace headroom::engine::simulator
