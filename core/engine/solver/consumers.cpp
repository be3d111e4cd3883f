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
// A holding time of nothing would make a capacity without bound.
constexpr double shortestHoldingMs = 1e-9;

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

Consumers::Consumers(const Model& model, State& state) : model_(model), state_(state) {
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

double Consumers::offeredTo(const Broker& broker) const {
    double rate = 0;
    if (partitionsOf(broker)) {
        for (const Delivery& delivery : broker.consumers.front().deliveries) {
            rate += state_.rate[delivery.visit] * state_.success[delivery.visit];
        }
        return rate;
    }
    for (const Index visit : model_.components[broker.component].visits) {
        rate += state_.rate[visit] * state_.success[visit];
    }
    return rate;
}

double Consumers::Holding::capacityRps() const {
    return slots / std::max(mean, shortestHoldingMs) * msPerSecond;
}

Consumers::Holding Consumers::holdingOf(const Responses& responses, const Consumer& consumer) const {
    Holding h;
    double weights = 0;
    double busy = 0;
    for (const Delivery& delivery : consumer.deliveries) {
        const double rate = state_.rate[delivery.visit] * state_.made[delivery.call];
        const Moments moments = holdingAt(responses, model_.calls[delivery.call].visit);
        // Before anything flows, all classes count alike.
        const double weight = std::max(rate, 1e-300);
        h.rate += rate;
        weights += weight;
        h.mean += weight * moments.mean;
        h.secondMoment += weight * moments.secondMoment;
        busy -= rate * moments.mean / msPerSecond;
    }
    h.mean /= weights;
    h.secondMoment /= weights;
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

void Consumers::settle(const Responses& responses, SettleStep step) {
    std::fill(state_.consumerLoad.begin(), state_.consumerLoad.end(), 0.0);
    std::fill(state_.consumerCapacityRps.begin(), state_.consumerCapacityRps.end(), 0.0);
    for (Broker& broker : brokers_) {
        settle(broker, responses, step);
    }
}

void Consumers::settle(Broker& broker, const Responses& responses, SettleStep step) {
    std::vector<Holding> holdings;
    double capacity = 0;
    for (const Consumer& consumer : broker.consumers) {
        holdings.push_back(holdingOf(responses, consumer));
        if (const auto partitions = partitionsOf(broker)) {
            Holding& h = holdings.back();
            h.slots =
                Partitions(*partitions, model_.components[consumer.component]).usableWorkers(h.freeShare);
        }
        capacity += holdings.back().capacityRps();
    }
    const double offered = offeredTo(broker);
    setWeights(broker, holdings);
    for (std::size_t i = 0; i < holdings.size(); ++i) {
        const Index consumer = broker.consumers[i].component;
        double& most = state_.consumerCapacityRps[consumer];
        most = std::max(most, holdings[i].capacityRps());
        double& load = state_.consumerLoad[consumer];
        load = std::max(load, offered / capacity);
        state_.slotsBusy[consumer] = holdings[i].busyShare;
    }
    const double possible = possibleShare(broker, holdings.front(), capacity);
    answerFor(broker, offered, possible < 1 ? possible * offered : capacity);
    // The more is taken, the longer a message is held and the less is possible.
    double& taken = takenOf(broker);
    taken = broker.share.next(taken, possible, step);
}

double& Consumers::takenOf(const Broker& broker) const {
    return state_.taken[State::takenAt(model_, broker.component, broker.consumers.front().connection)];
}

double Consumers::possibleShare(const Broker& broker, const Holding& first, double capacity) const {
    const double offered = offeredTo(broker);
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

void Consumers::findWaits(const Responses& responses, const std::vector<double>& departures) {
    for (const Broker& broker : brokers_) {
        ConsumptionState& state = state_.consumption[broker.component];
        bool exact = true;
        const auto wait = waitOf(broker, responses, departures[broker.component], exact);
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
        queueing::twoMomentWait({.arrivalRate = rate,
                                 .serviceMean = holding.mean,
                                 .servers = 1,
                                 .arrivalScv = queueing::splitScv(departures, std::min(1.0, share)),
                                 .serviceScv = scv}));
}

queueing::WaitDistribution Consumers::waitOf(const Broker& broker, const Responses& responses,
                                             double departures, bool& exact) const {
    using queueing::WaitDistribution;
    exact = true;
    if (partitionsOf(broker)) {
        const Holding h = holdingOf(responses, broker.consumers.front());
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
    for (const Consumer& consumer : broker.consumers) {
        const Holding h = holdingOf(responses, consumer);
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
    if (departures == 1 && memoryless) {
        return WaitDistribution::exponential(queueing::MmcQueue(rate, 1 / mean, servers).wait());
    }
    exact = false;
    if (departures == 1 && servers == 1) {
        return WaitDistribution::mg1(rate, queueing::ServiceDistribution::gamma(mean, scv));
    }
    return WaitDistribution::exponential(queueing::twoMomentWait({.arrivalRate = rate,
                                                                  .serviceMean = mean,
                                                                  .servers = servers,
                                                                  .arrivalScv = departures,
                                                                  .serviceScv = scv}));
}

}  // namespace headroom::engine::solver
