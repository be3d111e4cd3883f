#include "core/engine/solver/consumers.h"

#include <algorithm>
#include <cmath>

#include "core/queueing/gg_c.h"
#include "core/queueing/mm_c.h"

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
        slots += pool.machines * static_cast<double>(pool.workers);
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
        if (!broker.consumers.empty()) {
            brokers_.push_back(std::move(broker));
        }
    }
}

void Consumers::addDelivery(Broker& broker, Delivery delivery) {
    const Call& call = model_.calls[delivery.call];
    if (call.visit == none) {
        return;
    }
    const Index component = model_.visits[call.visit].component;
    for (Consumer& consumer : broker.consumers) {
        if (consumer.component == component) {
            consumer.deliveries.push_back(delivery);
            return;
        }
    }
    broker.consumers.push_back({component, {delivery}});
}

double Consumers::offeredTo(const Broker& broker) const {
    double rate = 0;
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
    return h;
}

void Consumers::settle(const Responses& responses, Step step) {
    std::fill(state_.consumerLoad.begin(), state_.consumerLoad.end(), 0.0);
    std::fill(state_.consumerCapacityRps.begin(), state_.consumerCapacityRps.end(), 0.0);
    for (Broker& broker : brokers_) {
        settle(broker, responses, step);
    }
}

void Consumers::settle(Broker& broker, const Responses& responses, Step step) {
    std::vector<Holding> holdings;
    double capacity = 0;
    for (const Consumer& consumer : broker.consumers) {
        holdings.push_back(holdingOf(responses, consumer));
        capacity += holdings.back().capacityRps();
    }
    ConsumptionState& state = state_.consumption[broker.component];
    state.offeredRps = offeredTo(broker);
    state.capacityRps = capacity;
    setWeights(broker, holdings);
    for (std::size_t i = 0; i < holdings.size(); ++i) {
        const Index consumer = broker.consumers[i].component;
        double& most = state_.consumerCapacityRps[consumer];
        most = std::max(most, holdings[i].capacityRps());
        double& load = state_.consumerLoad[consumer];
        load = std::max(load, state.offeredRps / capacity);
        state_.slotsBusy[consumer] = holdings[i].busyShare;
    }
    double& taken = state_.taken[broker.component];
    const double possible = state.offeredRps > 0 ? std::min(1.0, capacity / state.offeredRps) : 1;
    if (step == Step::plain) {
        taken = possible;
    } else if (std::abs(possible - taken) >= 1e-10 * taken) {
        (possible >= taken ? broker.low : broker.high) = taken;
        taken = nextShare(broker, possible);
    }
}

// The more is taken, the longer a message is held and the less is possible: the share lies where both agree.
double Consumers::nextShare(Broker& broker, double possible) const {
    constexpr int stepsUntilBisection = 4;
    ++broker.steps;
    const bool inside = possible > broker.low && possible < broker.high;
    if (inside && broker.steps % stepsUntilBisection != 0) {
        return possible;
    }
    if (broker.high - broker.low < 1e-9 * broker.high) {
        // What happened elsewhere has moved the answer out of the bracket.
        broker.low = 0;
        broker.high = 1;
        return std::max(possible, 1e-12);
    }
    return 0.5 * (broker.low + broker.high);
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
        state.wait = waitOf(broker, responses, departures[broker.component], state.exact);
    }
}

queueing::WaitDistribution Consumers::waitOf(const Broker& broker, const Responses& responses,
                                             double departures, bool& exact) const {
    using queueing::WaitDistribution;
    const ConsumptionState& state = state_.consumption[broker.component];
    exact = true;
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
