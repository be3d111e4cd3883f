#include "core/engine/simulator/brokers.h"

#include <algorithm>
#include <cmath>

namespace headroom::engine::simulator {

Brokers::Brokers(RunState& state, Stations& stations)
    : state_(state),
      stations_(stations),
      delivered_(state.plan.components.size()),
      held_(state.plan.components.size()),
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

Index Brokers::newLine(Index visit, Index machine) {
    lines_.push_back(
        {.broker = state_.plan.model.visits[visit].component, .visit = visit, .machine = machine});
    return static_cast<Index>(lines_.size() - 1);
}

void Brokers::addQueue(Index visit) {
    const solver::Visit& v = state_.plan.model.visits[visit];
    if (rulesOf(v.component).limits()) {
        lineOfVisit_[visit] = newLine(visit, none);
    }
    for (Index call = v.firstCall; call < v.firstCall + v.callCount; ++call) {
        const Index consumer = consumerOf(call);
        if (consumer == none || state_.plan.components[consumer].machines == 0) {
            continue;
        }
        if (lineOfVisit_[visit] == none) {
            lineOfVisit_[visit] = newLine(visit, none);
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
        first = static_cast<Index>(lines_.size());
        for (Index p = 0; p < static_cast<Index>(std::max(1.0, std::round(partitions))); ++p) {
            const Index machine = machineOfPartition(consumer, p);
            feeds_[consumer].push_back({newLine(visit, machine)});
            lines_.back().partition = p;
        }
    }
}

Index Brokers::machineOfPartition(Index consumer, Index partition) const {
    return state_.plan.components[consumer].firstMachine + partition % state_.serving[consumer];
}

// What is being worked on stays where it is; the partition goes on when that is done.
void Brokers::rescaled(Index consumer) {
    for (const Feed& feed : feeds_[consumer]) {
        Line& line = lines_[feed.line];
        if (line.partition) {
            line.machine = machineOfPartition(consumer, *line.partition);
        }
    }
}

void Brokers::append(Index line, const Message& message) {
    const Index index = messages_.take();
    messages_[index] = message;
    Line& l = lines_[line];
    (l.first == none ? l.first : messages_[l.last].next) = index;
    l.last = index;
    if (const auto& retention = rulesOf(l.broker).retentionMs; retention && !l.watched) {
        l.watched = true;
        state_.schedule(std::max(message.publishedMs + *retention - state_.nowMs, 0.0), Happening::expired,
                        line);
    }
}

// Without a line nobody will ever take it: a number is enough.
void Brokers::enter(Index component, Index line, const Message& message) {
    state_.touch(component);
    ++state_.levels[component].waiting;
    ++held_[component];
    if (line != none) {
        append(line, message);
    }
}

Brokers::Message Brokers::takeFirst(Index line) {
    Line& l = lines_[line];
    const Index index = l.first;
    const Message message = messages_[index];
    l.first = message.next;
    messages_.give(index);
    state_.touch(l.broker);
    --state_.levels[l.broker].waiting;
    --held_[l.broker];
    return message;
}

void Brokers::lose(Index line) {
    takeFirst(line);
    ++state_.tallies.components[lines_[line].broker].messagesLost;
}

// Whether one more may wait, when the oldest has given way to it where that is the rule.
bool Brokers::makeRoom(Index component) {
    const MessageRules& rules = rulesOf(component);
    if (!rules.maxLength || held_[component] < *rules.maxLength) {
        return true;
    }
    if (rules.overflow == Overflow::reject || held_[component] == 0) {
        return false;
    }
    Index oldest = none;
    for (const Index visit : state_.plan.model.components[component].visits) {
        const Index line = lineOfVisit_[visit];
        const Index first = line == none ? none : lines_[line].first;
        if (first != none &&
            (oldest == none || messages_[first].arrivedMs < messages_[lines_[oldest].first].arrivedMs)) {
            oldest = line;
        }
    }
    lose(oldest);
    return held_[component] < *rules.maxLength;
}

// To whoever is free, else to the line; false where it has no room.
bool Brokers::offer(Index visit, const Message& message) {
    const solver::Visit& v = state_.plan.model.visits[visit];
    const Index line = lineOfVisit_[visit];
    const Index consumer = line == none ? none : freeConsumer(v);
    const Index machine = consumer == none ? none : freeMachine(consumer);
    const bool refusesNew = message.receives == 0 || rulesOf(v.component).overflow == Overflow::dropOldest;
    if (machine == none && !makeRoom(v.component) && refusesNew) {
        ++state_.tallies.components[v.component].messagesLost;
        return false;
    }
    enter(v.component, line, message);
    if (machine != none) {
        takeFor(machine, consumer);
    }
    return true;
}

bool Brokers::accept(Index task) {
    const Index visit = state_.tasks[task].visit;
    const solver::Visit& v = state_.plan.model.visits[visit];
    ComponentTally& tally = state_.tallies.components[v.component];
    ++tally.messagesIn;
    if (state_.plan.model.componentOf(v).steady.partitions) {
        tally.writtenBytes += state_.plan.model.classes[v.requestClass].requestBytes;
        publish(visit);
        return true;
    }
    return offer(visit, {.arrivedMs = state_.nowMs, .publishedMs = state_.nowMs}) ||
           rulesOf(v.component).overflow == Overflow::dropOldest;
}

void Brokers::expire(Index line) {
    Line& l = lines_[line];
    const double retention = *rulesOf(l.broker).retentionMs;
    while (l.first != none && messages_[l.first].publishedMs + retention <= state_.nowMs) {
        lose(line);
    }
    l.watched = l.first != none;
    if (l.watched) {
        state_.schedule(messages_[l.first].publishedMs + retention - state_.nowMs, Happening::expired, line);
    }
}

// Any free slot is as good as any other.
Index Brokers::freeConsumer(const solver::Visit& broker) {
    Index found = none;
    double seen = 0;
    for (Index call = broker.firstCall; call < broker.firstCall + broker.callCount; ++call) {
        const Index consumer = consumerOf(call);
        const double free = consumer == none ? 0 : stations_.freeSlots(consumer);
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
        enter(v.component, first + partition,
              {.arrivedMs = state_.nowMs, .publishedMs = state_.nowMs, .call = call});
        takeFor(lines_[first + partition].machine, consumerOf(call));
    }
}

Index Brokers::freeMachine(Index component) {
    const Index machines = state_.serving[component];
    for (Index i = 0; i < machines; ++i) {
        const Index turn = (turns_[component] + i) % machines;
        const Index machine = state_.plan.components[component].firstMachine + turn;
        if (stations_.hasFreeSlot(machine)) {
            turns_[component] = (turn + 1) % machines;
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

// Several connections that lead from one line to the consumer take from it in turn.
const Brokers::Feed& Brokers::inTurn(Index component, const Feed& first) {
    if (lines_[first.line].partition) {
        return first;
    }
    const std::vector<Feed>& feeds = feeds_[component];
    const auto isAlike = [&](const Feed& feed) { return feed.line == first.line; };
    const auto alike = static_cast<Index>(std::ranges::count_if(feeds, isAlike));
    if (alike == 1) {
        return first;
    }
    Index left = lines_[first.line].turn++ % alike;
    return *std::ranges::find_if(feeds, [&](const Feed& feed) { return isAlike(feed) && left-- == 0; });
}

void Brokers::takeFor(Index machine, Index component) {
    while (stations_.hasFreeSlot(machine)) {
        const Feed* feed = oldest(machine, component);
        if (feed == nullptr) {
            return;
        }
        deliver(inTurn(component, *feed), machine);
    }
}

void Brokers::resume() {
    for (Index i = 0; i < feeds_.size(); ++i) {
        const ComponentPlan& plan = state_.plan.components[i];
        if (plan.scales) {
            rescaled(i);
        }
        for (Index m = plan.firstMachine; !feeds_[i].empty() && m < plan.firstMachine + plan.machines; ++m) {
            takeFor(m, i);
        }
    }
}

void Brokers::deliver(const Feed& feed, Index machine) {
    Line& line = lines_[feed.line];
    const Message taken = takeFirst(feed.line);
    ++state_.tallies.components[line.broker].messagesTaken;
    state_.times[line.broker].wait->add(state_.nowMs - taken.arrivedMs);
    const Index call = feed.call != none ? feed.call : taken.call;
    const CallPlan& plan = state_.plan.calls[call];
    RandomStream& random = state_.componentStreams[line.broker].routing;
    const std::uint32_t count = plan.wholeCalls + (plan.anotherCall > 0 && random.chance(plan.anotherCall));
    if (taken.receives > 0) {
        state_.tallies.connections[state_.plan.model.calls[call].connection].retries += count;
    }
    const Index delivery = rulesOf(line.broker).redelivers() ? track(feed.line, taken) : none;
    if (count > 0) {
        stations_.takeSlot(machine);
        line.busy = line.partition.has_value();
        send(call, machine, feed.line, delivery, count - 1);
    } else if (delivery != none) {
        settle(delivery);
    }
}

void Brokers::send(Index call, Index machine, Index line, Index delivery, std::uint32_t again) {
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
    task.delivery = delivery;
    if (delivery != none) {
        deliveries_[delivery].task = index;
    }
    stations_.reach(index);
}

void Brokers::done(Index task, bool ok) {
    const Task t = state_.tasks[task];
    state_.drop(task);
    const solver::Call& call = state_.plan.model.calls[t.call];
    if (ok) {
        const double network = state_.plan.calls[t.call].roundTrip.mean() + call.transferMs;
        state_.callTimes[call.connection]->add(state_.nowMs - t.arrivedMs + network);
    }
    if (t.delivery != none) {
        deliveries_[t.delivery].failed |= !ok;
    }
    if (t.again > 0) {
        send(t.call, t.slot, t.line, t.delivery, t.again - 1);
        return;
    }
    lines_[t.line].busy = false;
    stations_.giveSlot(t.slot);
    if (t.delivery != none) {
        settle(t.delivery);
    }
    takeFor(t.slot, consumerOf(t.call));
    if (const Index machine = lines_[t.line].machine; machine != none && machine != t.slot) {
        takeFor(machine, consumerOf(t.call));  // the partition has gone there meanwhile
    }
}

}  // namespace headroom::engine::simulator
