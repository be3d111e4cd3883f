#include "core/engine/solver/consumers.h"

#include <algorithm>
#include <cmath>

#include "core/engine/solver/partitions.h"
#include "core/queueing/qna.h"

namespace headroom::engine::solver {

namespace {

constexpr double msPerSecond = 1000;

struct Moments {
    double mean = 0;
    double secondMoment = 0;
};

// From receiving a message until it is done or has failed.
Moments holdingAt(const Responses& responses, Index visit) {
    Moments all;
    double mass = 0;
    for (const auto& node : {responses.times(visit).success, responses.times(visit).failure}) {
        const auto m = node ? responses.program().moments(*node) : queueing::LatencyMoments{};
        mass += m.mass;
        all.mean += m.mass * m.mean;
        all.secondMoment += m.mass * (m.variance + m.mean * m.mean);
    }
    return mass > 0 ? Moments{all.mean / mass, all.secondMoment / mass} : Moments{};
}

double slotsOf(const Component& component) {
    double slots = 0;
    for (const MachinePool& pool : component.steady.pools) {
        slots += pool.machines * static_cast<double>(pool.slotCount.value_or(pool.workers));
    }
    return slots;
}

}  // namespace

Consumers::Consumers(const Model& model, State& state, KnownWaits& waits)
    : model_(model), waits_(waits), state_(state) {
    for (Index i = 0; i < model.components.size(); ++i) {
        Broker broker{.component = i, .consumers = {}};
        if (model.components[i].steady.onward != Onward::consumers) {
            continue;
        }
        for (const Index visit : model.components[i].visits) {
            const Visit& v = model.visits[visit];
            for (Index call = v.firstCall; call < v.firstCall + v.callCount; ++call) {
                addDelivery(broker, {visit, call});
            }
        }
        state_.consumption[i].active = !broker.consumers.empty();
        if (broker.consumers.empty() && !partitionsOf(broker) &&
            model.components[i].steady.messages.limits()) {
            untaken_.push_back(i);
        }
        addBrokers(std::move(broker));
    }
}

void Consumers::addBrokers(Broker broker) {
    if (broker.consumers.empty()) {
        return;
    }
    const std::size_t first = brokers_.size();
    if (!partitionsOf(broker)) {
        brokers_.push_back(std::move(broker));
    } else {
        for (std::size_t i = 0; i < broker.consumers.size(); ++i) {
            brokers_.push_back(
                {.component = broker.component, .consumers = {broker.consumers[i]}, .leads = i == 0});
        }
    }
    for (std::size_t i = first; i < brokers_.size(); ++i) {
        for (std::size_t k = 0; k < brokers_[i].consumers.size(); ++k) {
            takersOf_[brokers_[i].consumers[k].component].push_back({i, k});
        }
    }
}

std::optional<double> Consumers::partitionsOf(const Broker& broker) const {
    return model_.components[broker.component].steady.partitions;
}

void Consumers::addDelivery(Broker& broker, Delivery delivery) {
    const Call& call = model_.calls[delivery.call];
    if (call.visit == none) {
        return;
    }
    const Index component = model_.visits[call.visit].component;
    const bool apart = partitionsOf(broker).has_value();
    for (Consumer& consumer : broker.consumers) {
        if (consumer.component == component && (!apart || consumer.connection == call.connection)) {
            consumer.deliveries.push_back(delivery);
            return;
        }
    }
    broker.consumers.push_back({component, call.connection, {delivery}});
}

// Messages that the broker has dealt with, whether it has room for them or not.
double Consumers::offeredTo(const Broker& broker) const {
    double rate = 0;
    const auto messages = [&](Index visit) { return state_.rate[visit] * doneWell(model_, state_, visit); };
    if (partitionsOf(broker)) {
        for (const Delivery& delivery : broker.consumers.front().deliveries) {
            rate += messages(delivery.visit);
        }
        return rate;
    }
    for (const Index visit : model_.components[broker.component].visits) {
        rate += messages(visit);
    }
    return rate;
}

double Consumers::inflowTo(const Broker& broker) const {
    const Index component = broker.component;
    return offeredTo(broker) * (1 + (state_.receives[component] - 1) * state_.accepted[component]);
}

double Consumers::weightOf(const Broker& broker, const Consumer& consumer) const {
    return partitionsOf(broker) ? 1 : state_.weight[consumer.deliveries.front().call];
}

double Consumers::Holding::capacityRps() const {
    return SharedMessages{.slots = slots, .meanMs = mean}.capacityRps();
}

// A delivery of several calls makes them one after the other.
Consumers::Holding Consumers::holdingOf(const Responses& responses, const Consumer& consumer) const {
    Holding h;
    double weights = 0;
    double made = 0;
    for (const Delivery& delivery : consumer.deliveries) {
        const double calls = model_.calls[delivery.call].calls;
        const double callRate = state_.rate[delivery.visit] * state_.made[delivery.call];
        const double rate = calls > 0 ? callRate / calls : 0;
        const Moments one = holdingAt(responses, model_.calls[delivery.call].visit);
        const double rest = calls - std::floor(calls);
        const double square = one.mean * one.mean;
        const double mean = calls * one.mean;
        const double variance = calls * (one.secondMoment - square) + rest * (1 - rest) * square;
        // Before anything flows, all classes count alike.
        const double weight = std::max(rate, 1e-300);
        h.rate += rate;
        made += weight * calls;
        weights += weight;
        h.mean += weight * mean;
        h.secondMoment += weight * (variance + mean * mean);
        h.held += callRate * one.mean / msPerSecond;
    }
    h.mean /= weights;
    h.secondMoment /= weights;
    h.calls = made / weights;
    return h;
}

Consumers::Holdings Consumers::allHoldings(const Responses& responses) const {
    Holdings all;
    for (const Broker& broker : brokers_) {
        all.emplace_back();
        for (const Consumer& consumer : broker.consumers) {
            all.back().push_back(holdingOf(responses, consumer));
        }
    }
    for (const auto& [component, takers] : takersOf_) {
        shareSlots(component, takers, responses, all);
    }
    return all;
}

void Consumers::shareSlots(Index component, const std::vector<Taker>& takers, const Responses& responses,
                           Holdings& holdings) const {
    constexpr double least = 1e-6;
    double held = 0;
    for (const Index visit : model_.components[component].visits) {
        held += state_.rate[visit] * holdingAt(responses, visit).mean / msPerSecond;
    }
    const double slots = slotsOf(model_.components[component]);
    double otherwise = held;
    std::vector<MessageClaim> claims;
    for (const Taker& taker : takers) {
        const Broker& broker = brokers_[taker.broker];
        const Holding& h = holdings[taker.broker][taker.consumer];
        otherwise -= h.held;
        claims.push_back(messageClaim(rulesOf(broker),
                                      inflowTo(broker) * weightOf(broker, broker.consumers[taker.consumer]),
                                      h.mean / msPerSecond, model_.horizonS));
    }
    const double free = std::clamp(slots - otherwise, least * slots, slots);
    const std::vector<double> taken = deliveriesOfEach(claims, free);
    double all = 0;
    double asked = 0;
    for (std::size_t i = 0; i < taken.size(); ++i) {
        all += taken[i] * claims[i].slotSeconds;
        asked += claims[i].slots();
    }
    for (std::size_t i = 0; i < takers.size(); ++i) {
        Holding& h = holdings[takers[i].broker][takers[i].consumer];
        const double others = all - taken[i] * claims[i].slotSeconds;
        h.slots = std::clamp(free - others, least * slots, free);
        h.freeShare = h.slots / slots;
        h.busyShare = std::min(1.0, held / slots);
        h.all = free;
        h.pressed = asked > free;
    }
}

void Consumers::settle(const Responses& responses, const std::vector<double>& departures, SettleStep step) {
    std::fill(state_.consumerLoad.begin(), state_.consumerLoad.end(), 0.0);
    std::fill(state_.consumerCapacityRps.begin(), state_.consumerCapacityRps.end(), 0.0);
    const Holdings holdings = allHoldings(responses);
    for (std::size_t i = 0; i < brokers_.size(); ++i) {
        settle(brokers_[i], holdings[i], responses, departures[brokers_[i].component], step);
    }
    for (const Index component : untaken_) {
        settleUntaken(component);
    }
}

double Consumers::unsettled() const {
    double most = 0;
    for (const Broker& broker : brokers_) {
        most = std::max(most, broker.share.unsettled());
    }
    return most;
}

void Consumers::settle(Broker& broker, std::vector<Holding> holdings, const Responses& responses,
                       double departures, SettleStep step) {
    const Deliveries deliveries = deliveriesOf(broker, responses);
    double& receives = state_.receives[broker.component];
    receives = redeliveryOf(rulesOf(broker), deliveries.failing, takenOf(broker)).receives;
    double capacity = 0;
    for (std::size_t i = 0; i < holdings.size(); ++i) {
        if (const auto partitions = partitionsOf(broker)) {
            holdings[i].slots = Partitions(*partitions, model_.components[broker.consumers[i].component])
                                    .usableWorkers(holdings[i].freeShare);
        }
        capacity += holdings[i].capacityRps();
    }
    const double offered = inflowTo(broker);
    setWeights(broker, holdings);
    for (std::size_t i = 0; i < holdings.size(); ++i) {
        const Index consumer = broker.consumers[i].component;
        double& most = state_.consumerCapacityRps[consumer];
        most = std::max(most, holdings[i].capacityRps() * holdings[i].calls);
        double& load = state_.consumerLoad[consumer];
        load = std::max(load, offered / capacity);
        state_.slotsBusy[consumer] = holdings[i].busyShare;
    }
    double possible = possibleShare(broker, holdings.front(), offered, capacity);
    if (rulesOf(broker).redelivers() && offered > 0) {
        possible = takenWith(rulesOf(broker), deliveries.failing, capacity / offered * receives);
    }
    answerFor(broker, offered, possible < 1 ? possible * offered : capacity);
    const auto limit =
        limited(rulesOf(broker), messagesFor(broker, holdings, deliveries, departures), model_.horizonS);
    if (limit && limitsAll(broker)) {
        possible = 1 - limit->lost;
    }
    const bool refuses = limit && !limit->byAge && rulesOf(broker).overflow == Overflow::reject;
    keep(broker, possible, refuses, step);
    receives = redeliveryOf(rulesOf(broker), deliveries.failing, takenOf(broker)).receives;
}

// The more is taken, the longer a message is held and the less is possible.
void Consumers::keep(Broker& broker, double possible, bool refuses, SettleStep step) {
    double& taken = takenOf(broker);
    double& accepted = state_.accepted[broker.component];
    const double kept = broker.share.next(taken * accepted, possible, step);
    if (!partitionsOf(broker)) {
        accepted = refuses ? kept : 1;
    }
    taken = refuses ? 1 : kept;
}

Deliveries Consumers::deliveriesOf(const Broker& broker, const Responses& responses) const {
    if (!rulesOf(broker).redelivers()) {
        return {};
    }
    Deliveries all;
    double weights = 0;
    for (const Consumer& consumer : broker.consumers) {
        for (const Delivery& delivery : consumer.deliveries) {
            const double rate = state_.rate[delivery.visit] * state_.made[delivery.call];
            const double weight = std::max(rate, 1e-300);
            const AttemptAnswer& answer = responses.answer(delivery.call);
            weights += weight;
            all.failing += weight * answer.failing;
            all.late += weight * answer.late;
            all.failedMs += weight * answer.failedMs;
        }
    }
    return {all.failing / weights, all.late / weights, all.failedMs / weights};
}

// What nobody takes fills its room, or grows too old.
void Consumers::settleUntaken(Index component) {
    const MessageRules& rules = model_.components[component].steady.messages;
    const double offered = offeredTo({.component = component, .consumers = {}});
    const double oldest = rules.retentionMs.value_or(HUGE_VAL) / msPerSecond;
    const double most = std::min(rules.maxLength.value_or(HUGE_VAL), offered * oldest);
    const bool reached = oldest < model_.horizonS || most < offered * model_.horizonS;
    const bool refuses = reached && rules.maxLength && rules.overflow == Overflow::reject &&
                         *rules.maxLength <= offered * oldest;
    state_.accepted[component] = refuses ? 0 : 1;
    ConsumptionState& state = state_.consumption[component];
    state.offeredRps = state.freshRps = offered;
    state.lostRps = reached ? offered : 0;
    state.growthRps = reached ? 0 : offered;
    state.waiting = reached ? most : 0;
}

double& Consumers::takenOf(const Broker& broker) const {
    return state_.taken[State::takenAt(model_, broker.component, broker.consumers.front().connection)];
}

double Consumers::possibleShare(const Broker& broker, const Holding& first, double offered,
                                double capacity) const {
    if (const auto partitions = partitionsOf(broker)) {
        const Component& consumer = model_.components[broker.consumers.front().component];
        return Partitions(*partitions, consumer)
            .takenShare(offered * first.mean / msPerSecond, first.freeShare);
    }
    return offered > 0 ? std::min(1.0, capacity / offered) : 1;
}

// Of several that get everything, the one with the least to spare.
void Consumers::answerFor(const Broker& broker, double offered, double capacity) {
    ConsumptionState& state = state_.consumption[broker.component];
    if (broker.leads || offered * state.capacityRps > state.offeredRps * capacity) {
        state.offeredRps = offered;
        state.capacityRps = capacity;
    }
}

// A message goes to any free slot; one that has to wait, to who is free first, by what each can do. How many
// wait is that of M/M/c (Sakasegawa 1977).
void Consumers::setWeights(const Broker& broker, const std::vector<Holding>& holdings) {
    double possible = 0;
    double slots = 0;
    double free = 0;
    const auto freeOf = [](const Holding& h) { return std::max(h.slots - h.held, 0.0); };
    for (const Holding& holding : holdings) {
        possible += holding.capacityRps();
        slots += holding.slots;
        free += freeOf(holding);
    }
    const double busy = 1 - free / slots;
    const double waiting = free > 0 ? std::pow(busy, std::sqrt(2 * (slots + 1)) - 1) : 1;
    for (std::size_t i = 0; i < holdings.size(); ++i) {
        const double atOnce = free > 0 ? freeOf(holdings[i]) / free : 0;
        const double weight = holdings.size() == 1
                                  ? 1
                                  : (1 - waiting) * atOnce + waiting * holdings[i].capacityRps() / possible;
        for (const Delivery& delivery : broker.consumers[i].deliveries) {
            state_.weight[delivery.call] = weight;
        }
    }
}

SharedMessages Consumers::messagesFor(const Broker& broker, const std::vector<Holding>& holdings,
                                      const Deliveries& deliveries, double departures) const {
    SharedMessages all{.rate = offeredTo(broker),
                       .accepted = state_.accepted[broker.component],
                       .receives = state_.receives[broker.component],
                       .arrivalScv = departures};
    double secondMoment = 0;
    double weights = 0;
    for (const Holding& h : holdings) {
        const double weight = std::max(h.rate, 1e-300);
        weights += weight;
        all.slots += h.slots;
        all.meanMs += weight * h.mean;
        secondMoment += weight * h.secondMoment;
    }
    all.meanMs /= weights;
    const double square = all.meanMs * all.meanMs;
    all.scv = square > 0 ? std::max(0.0, secondMoment / weights / square - 1) : 0;
    if (const auto partitions = partitionsOf(broker)) {
        const Component& consumer = model_.components[broker.consumers.front().component];
        const double share = Partitions(*partitions, consumer).shareOfAWorker();
        all.rate *= share;
        all.slots = holdings.front().freeShare;
        all.arrivalScv = departures == 1 ? 1 : queueing::splitScv(departures, std::min(1.0, share));
    }
    all.variation = clusterVariation(deliveries, all.meanMs, all.scv, all.load());
    return all;
}

// Where partitions fall unevenly to machines, only some of them lose anything.
bool Consumers::limitsAll(const Broker& broker) const {
    const auto partitions = partitionsOf(broker);
    return !partitions ||
           Partitions(*partitions, model_.components[broker.consumers.front().component]).even();
}

}  // namespace headroom::engine::solver
