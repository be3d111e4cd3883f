#include "core/engine/solver/consumers.h"

#include <algorithm>
#include <cmath>

#include "core/engine/solver/partitions.h"
#include "core/queueing/gg_c.h"
#include "core/queueing/mm_c.h"
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
    if (!partitionsOf(broker)) {
        brokers_.push_back(std::move(broker));
        return;
    }
    for (std::size_t i = 0; i < broker.consumers.size(); ++i) {
        brokers_.push_back(
            {.component = broker.component, .consumers = {broker.consumers[i]}, .leads = i == 0});
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

double Consumers::Holding::capacityRps() const {
    return SharedMessages{.slots = slots, .meanMs = mean}.capacityRps();
}

// A delivery of several calls makes them one after the other.
Consumers::Holding Consumers::holdingOf(const Responses& responses, const Consumer& consumer) const {
    Holding h;
    double weights = 0;
    double busy = 0;
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
        busy -= callRate * one.mean / msPerSecond;
    }
    h.mean /= weights;
    h.secondMoment /= weights;
    h.calls = made / weights;
    double all = 0;
    for (const Index visit : model_.components[consumer.component].visits) {
        all += state_.rate[visit] * holdingAt(responses, visit).mean / msPerSecond;
    }
    const double slots = slotsOf(model_.components[consumer.component]);
    busy += all;
    h.busyShare = std::min(1.0, all / slots);
    h.slots = std::clamp(slots - busy, 1e-6 * slots, slots);
    h.freeShare = h.slots / slots;
    return h;
}

std::vector<Consumers::Holding> Consumers::holdingsOf(const Broker& broker,
                                                      const Responses& responses) const {
    std::vector<Holding> holdings;
    for (const Consumer& consumer : broker.consumers) {
        holdings.push_back(holdingOf(responses, consumer));
    }
    return holdings;
}

void Consumers::settle(const Responses& responses, const std::vector<double>& departures, SettleStep step) {
    std::fill(state_.consumerLoad.begin(), state_.consumerLoad.end(), 0.0);
    std::fill(state_.consumerCapacityRps.begin(), state_.consumerCapacityRps.end(), 0.0);
    for (Broker& broker : brokers_) {
        settle(broker, responses, departures[broker.component], step);
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

void Consumers::settle(Broker& broker, const Responses& responses, double departures, SettleStep step) {
    std::vector<Holding> holdings = holdingsOf(broker, responses);
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
    const double offered = offeredTo(broker) * (1 + (receives - 1) * state_.accepted[broker.component]);
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

// Who is free first takes the next message: in the long run, by what each can do.
void Consumers::setWeights(const Broker& broker, const std::vector<Holding>& holdings) {
    double total = 0;
    for (const Holding& holding : holdings) {
        total += holding.capacityRps();
    }
    for (std::size_t i = 0; i < holdings.size(); ++i) {
        const double weight = holdings.size() == 1 ? 1 : holdings[i].capacityRps() / total;
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

void Consumers::findWaits(const Responses& responses, const std::vector<double>& departures) {
    for (const Broker& broker : brokers_) {
        ConsumptionState& state = state_.consumption[broker.component];
        const std::vector<Holding> holdings = holdingsOf(broker, responses);
        const double departing = departures[broker.component];
        const Deliveries deliveries = deliveriesOf(broker, responses);
        const SharedMessages messages = messagesFor(broker, holdings, deliveries, departing);
        const auto limit = limited(rulesOf(broker), messages, model_.horizonS);
        const double workers =
            messages.rate > 0 && partitionsOf(broker) ? offeredTo(broker) / messages.rate : 1;
        const double accepted = workers * messages.rate * messages.accepted;
        const double taken = takenOf(broker);
        if (broker.leads) {
            state.lostRps = state.growthRps = state.waiting = 0;
            state.freshRps = workers * messages.rate;
        }
        state.deadRps = accepted * redeliveryOf(rulesOf(broker), deliveries.failing, taken).dead;
        bool exact = true;
        const auto wait = limit ? limit->wait : waitOf(broker, holdings, messages, departing, exact);
        if (limit) {
            exact = limit->exact;
            state.lostRps += workers * messages.rate * (1 - messages.accepted) +
                             accepted * messages.receives * (1 - taken);
            state.waiting = std::max(state.waiting, limit->waiting * workers);
        } else {
            state.growthRps = state.offeredRps - std::min(state.offeredRps, state.capacityRps);
            state.waiting =
                std::max(state.waiting, workers * messages.inflowRps() * wait.mean() / msPerSecond);
        }
        if (broker.leads || wait.mean() > state.wait.mean()) {
            state.wait = wait;
        }
        state.exact = exact && (broker.leads || state.exact);
    }
}

// Each worker that gets anything is a queue of its own.
queueing::WaitDistribution Consumers::partitionWait(const Broker& broker, const Holding& holding,
                                                    double departures, bool& exact) const {
    using queueing::WaitDistribution;
    const Component& consumer = model_.components[broker.consumers.front().component];
    const Partitions partitions(*partitionsOf(broker), consumer);
    const double share = partitions.shareOfAWorker() / holding.freeShare;
    const double rate = holding.rate * share / msPerSecond;
    const double scv = std::max(0.0, holding.secondMoment / (holding.mean * holding.mean) - 1);
    if (rate * holding.mean >= 1) {
        return WaitDistribution::uniform(model_.horizonS * msPerSecond * (1 - 1 / (rate * holding.mean)));
    }
    if (departures == 1) {
        exact = std::abs(scv - 1) < 1e-12 && partitions.even() && holding.freeShare == 1;
        return WaitDistribution::mg1(rate, queueing::ServiceDistribution::gamma(holding.mean, scv));
    }
    exact = false;
    return WaitDistribution::exponential(
        waits_.twoMoments({.arrivalRate = rate,
                           .serviceMean = holding.mean,
                           .servers = 1,
                           .arrivalScv = queueing::splitScv(departures, std::min(1.0, share)),
                           .serviceScv = scv}));
}

queueing::WaitDistribution Consumers::waitOf(const Broker& broker, const std::vector<Holding>& holdings,
                                             const SharedMessages& messages, double departures,
                                             bool& exact) const {
    using queueing::WaitDistribution;
    exact = true;
    if (partitionsOf(broker)) {
        const Holding& h = holdings.front();
        const double offered = offeredTo(broker);
        const double taken = takenOf(broker);
        if (taken < 1) {
            return WaitDistribution::uniform(model_.horizonS * msPerSecond * (1 - taken));
        }
        return offered > 0 && h.mean > 0 ? partitionWait(broker, h, departures, exact)
                                         : WaitDistribution::none();
    }
    const ConsumptionState& state = state_.consumption[broker.component];
    if (state.offeredRps >= state.capacityRps) {
        const double left = 1 - state.capacityRps / state.offeredRps;
        return WaitDistribution::uniform(model_.horizonS * msPerSecond * left);
    }
    Holding all;
    for (const Holding& h : holdings) {
        all.rate += h.rate;
        all.slots += h.slots;
        all.mean += h.rate * h.mean;
        all.secondMoment += h.rate * h.secondMoment;
    }
    if (!(all.rate > 0) || !(all.mean > 0)) {
        return WaitDistribution::none();
    }
    const double mean = all.mean / all.rate;
    const double scv = std::max(0.0, all.secondMoment / all.rate / (mean * mean) - 1);
    const auto servers = static_cast<std::int64_t>(std::max(1.0, std::round(all.slots)));
    const double rate = all.rate / msPerSecond;
    const bool memoryless = broker.consumers.size() == 1 && std::abs(scv - 1) < 1e-12;
    if (messages.receives > 1) {
        exact = departures == 1 && memoryless;
        queueing::ExponentialWait wait = waits_.twoMoments({.arrivalRate = rate,
                                                            .serviceMean = mean,
                                                            .servers = servers,
                                                            .arrivalScv = departures,
                                                            .serviceScv = scv});
        wait.rate /= messages.variation;
        return WaitDistribution::exponential(wait);
    }
    if (departures == 1 && memoryless) {
        return WaitDistribution::exponential(queueing::MmcQueue(rate, 1 / mean, servers).wait());
    }
    exact = false;
    if (departures == 1 && servers == 1) {
        return WaitDistribution::mg1(rate, queueing::ServiceDistribution::gamma(mean, scv));
    }
    return WaitDistribution::exponential(waits_.twoMoments({.arrivalRate = rate,
                                                            .serviceMean = mean,
                                                            .servers = servers,
                                                            .arrivalScv = departures,
                                                            .serviceScv = scv}));
}

}  // namespace headroom::engine::solver
