#include "core/engine/simulator/brokers.h"

// Messages that were delivered and may have to be delivered again. All of a broker become visible after the
// same time, so that those delivered first do so first: one event for all of them is enough.
namespace headroom::engine::simulator {

Index Brokers::track(Index line, const Message& message) {
    const Index component = lines_[line].broker;
    const Index index = deliveries_.take();
    Delivery& delivery = deliveries_[index];
    delivery = {.publishedMs = message.publishedMs, .line = line, .receives = message.receives + 1};
    const auto& visibility = rulesOf(component).visibilityMs;
    if (!visibility) {
        return index;
    }
    delivery.visibleMs = state_.nowMs + *visibility;
    Deliveries& all = delivered_[component];
    delivery.previous = all.last;
    (all.first == none ? all.first : deliveries_[all.last].next) = index;
    all.last = index;
    if (!all.watched) {
        all.watched = true;
        state_.schedule(*visibility, Happening::visible, component);
    }
    return index;
}

void Brokers::unlink(Index component, Index delivery) {
    if (!rulesOf(component).visibilityMs) {
        return;
    }
    const Delivery& d = deliveries_[delivery];
    Deliveries& all = delivered_[component];
    (d.previous == none ? all.first : deliveries_[d.previous].next) = d.next;
    (d.next == none ? all.last : deliveries_[d.next].previous) = d.previous;
}

// A consumer is done with it, before it became visible again.
void Brokers::settle(Index delivery) {
    const Index component = lines_[deliveries_[delivery].line].broker;
    unlink(component, delivery);
    if (deliveries_[delivery].failed) {
        repeat(delivery);
        return;
    }
    deliveries_.give(delivery);
}

// To the end of the line, unless it was the last time.
void Brokers::repeat(Index delivery) {
    const Delivery d = deliveries_[delivery];
    deliveries_.give(delivery);
    const Line& line = lines_[d.line];
    ComponentTally& tally = state_.tallies.components[line.broker];
    const auto& most = rulesOf(line.broker).maxReceives;
    if (most && d.receives >= *most) {
        ++tally.deadLetters;
        return;
    }
    ++tally.messagesAgain;
    offer(line.visit, {.arrivedMs = state_.nowMs, .publishedMs = d.publishedMs, .receives = d.receives});
}

// The consumer goes on, but what comes of it no longer counts.
void Brokers::becomeVisible(Index component) {
    Deliveries& all = delivered_[component];
    while (all.first != none && deliveries_[all.first].visibleMs <= state_.nowMs) {
        const Index delivery = all.first;
        unlink(component, delivery);
        state_.tasks[deliveries_[delivery].task].delivery = none;
        repeat(delivery);
    }
    all.watched = all.first != none;
    if (all.watched) {
        state_.schedule(deliveries_[all.first].visibleMs - state_.nowMs, Happening::visible, component);
    }
}

}  // namespace headroom::engine::simulator
