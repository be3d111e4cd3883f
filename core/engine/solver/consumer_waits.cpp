#include <algorithm>
#include <cmath>
#include <optional>

#include "core/engine/solver/consumers.h"
#include "core/engine/solver/partitions.h"
#include "core/queueing/concurrent_classes.h"
#include "core/queueing/gg_c.h"
#include "core/queueing/mm_c.h"
#include "core/queueing/qna.h"

namespace headroom::engine::solver {

namespace {

constexpr double msPerSecond = 1000;

}  // namespace

void Consumers::findWaits(const Responses& responses, const std::vector<double>& departures) {
    const Holdings holdings = allHoldings(responses);
    std::vector<Line> lines;
    for (std::size_t i = 0; i < brokers_.size(); ++i) {
        lines.push_back(lineOf(brokers_[i], holdings[i], responses, departures[brokers_[i].component]));
    }
    for (std::size_t i = 0; i < brokers_.size(); ++i) {
        const Broker& broker = brokers_[i];
        ConsumptionState& state = state_.consumption[broker.component];
        const auto& [deliveries, messages, limit] = lines[i];
        const double workers =
            messages.rate > 0 && partitionsOf(broker) ? offeredTo(broker) / messages.rate : 1;
        const double accepted = workers * messages.rate * messages.accepted;
        const double taken = takenOf(broker);
        if (broker.leads) {
            state.lostRps = state.growthRps = state.waiting = 0;
            state.freshRps = workers * messages.rate;
        }
        state.deadRps = accepted * redeliveryOf(rulesOf(broker), deliveries.failing, taken).dead;
        bool exact = limit ? limit->exact : true;
        auto wait = limit ? limit->wait : waitOf(i, holdings, messages, departures, exact);
        if (const auto common = commonWait(i, holdings, lines)) {
            wait = *common;
            exact = false;
        }
        if (limit) {
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

Consumers::Line Consumers::lineOf(const Broker& broker, const std::vector<Holding>& holdings,
                                  const Responses& responses, double departures) const {
    const Deliveries deliveries = deliveriesOf(broker, responses);
    const SharedMessages messages = messagesFor(broker, holdings, deliveries, departures);
    return {deliveries, messages, limited(rulesOf(broker), messages, model_.horizonS)};
}

// Of several queues the oldest message is taken: where some lose what is too much, the messages of all that
// do not lose theirs by age wait as long as those of the one whose limit is the sharpest.
std::optional<queueing::WaitDistribution> Consumers::commonWait(std::size_t broker, const Holdings& holdings,
                                                                const std::vector<Line>& lines) const {
    constexpr double worthAWord = 1e-3;
    const Broker& own = brokers_[broker];
    const ConsumptionState& state = state_.consumption[own.component];
    const bool grows = !lines[broker].limit && state.offeredRps > state.capacityRps;
    const bool ages =
        lines[broker].limit && (lines[broker].limit->byAge || rulesOf(own).overflow == Overflow::dropOldest);
    std::optional<queueing::WaitDistribution> sharpest;
    double least = HUGE_VAL;
    for (std::size_t k = 0; k < own.consumers.size() && !grows && !ages; ++k) {
        for (const Taker& taker : takersOf_.at(own.consumers[k].component)) {
            const auto& limit = lines[taker.broker].limit;
            const bool binds = holdings[broker][k].pressed && limit && limit->lost > worthAWord;
            const double mean = binds ? limit->wait.mean() : 0;
            const double scv = mean > 0 ? limit->wait.variance() / (mean * mean) : HUGE_VAL;
            if (binds && taker.broker != broker && scv < least) {
                least = scv;
                sharpest = limit->wait;
            }
        }
    }
    const auto& limit = lines[broker].limit;
    const double mean = limit ? limit->wait.mean() : 0;
    return mean > 0 && limit->wait.variance() < least * mean * mean ? std::nullopt : sharpest;
}

// One line before all slots, whose work is a mixture.
Consumers::Crowd Consumers::crowdAt(std::size_t broker, const Holdings& holdings,
                                    const std::vector<double>& departures) const {
    constexpr double rounding = 1e-12;
    Crowd crowd;
    double secondMoment = 0;
    double variability = 0;
    bool alike = true;
    const Broker& own = brokers_[broker];
    for (std::size_t k = 0; k < own.consumers.size(); ++k) {
        crowd.slots += holdings[broker][k].all;
        for (const Taker& taker : takersOf_.at(own.consumers[k].component)) {
            const Holding& h = holdings[taker.broker][taker.consumer];
            const double departing = departures[brokers_[taker.broker].component];
            crowd.rate += h.rate;
            crowd.mean += h.rate * h.mean;
            secondMoment += h.rate * h.secondMoment;
            variability += h.rate * departing;
            alike = alike && departing == 1 && brokers_[taker.broker].consumers.size() == 1 &&
                    !partitionsOf(brokers_[taker.broker]);
        }
    }
    if (!(crowd.rate > 0) || !(crowd.mean > 0)) {
        return {};
    }
    crowd.mean /= crowd.rate;
    crowd.scv = std::max(0.0, secondMoment / crowd.rate / (crowd.mean * crowd.mean) - 1);
    crowd.arrivalScv = alike ? 1 : variability / crowd.rate;
    crowd.memoryless = alike && std::abs(crowd.scv - 1) < rounding;
    return crowd;
}

// At the busiest machine. What one worker, or each its own partition, reads is one line; else workers share
// the partitions.
queueing::WaitDistribution Consumers::partitionWait(const Broker& broker, const Holding& holding,
                                                    double departures, bool& exact) const {
    using queueing::WaitDistribution;
    const Component& consumer = model_.components[broker.consumers.front().component];
    const Partitions partitions(*partitionsOf(broker), consumer);
    const Partitions::Machine machine = partitions.busiest();
    const double mean = holding.mean;
    const bool shared = machine.workers > 1 && machine.partitions > machine.workers;
    const double workers = shared ? machine.workers : 1;
    const double share = machine.share * workers / machine.workers;
    const double rate = holding.rate * share / holding.freeShare / msPerSecond;
    const double scv = std::max(0.0, holding.secondMoment / (holding.mean * holding.mean) - 1);
    if (rate * mean >= workers) {
        return WaitDistribution::uniform(model_.horizonS * msPerSecond * (1 - workers / (rate * mean)));
    }
    const bool memoryless = std::abs(scv - 1) < 1e-12 && departures == 1;
    exact = memoryless && partitions.even() && holding.freeShare == 1 && !shared;
    if (departures == 1 && !shared) {
        return WaitDistribution::mg1(rate, queueing::ServiceDistribution::gamma(mean, scv));
    }
    const auto servers = static_cast<std::int64_t>(std::max(1.0, std::round(workers)));
    const auto waitOfLine = [&](double arrivalScv, double serviceScv) {
        return waits_.twoMoments({.arrivalRate = rate,
                                  .serviceMean = mean,
                                  .servers = servers,
                                  .arrivalScv = arrivalScv,
                                  .serviceScv = serviceScv});
    };
    const queueing::ExponentialWait line =
        waitOfLine(queueing::splitScv(departures, std::min(1.0, share)), scv);
    if (!shared) {
        return WaitDistribution::exponential(line);
    }
    const queueing::ConcurrentClassesWait wait =
        queueing::concurrentClassesWait(rate, 1 / mean, workers, machine.partitions);
    const queueing::ExponentialWait random = waitOfLine(1, 1);
    const double changed = random.mean() > 0 ? line.mean() / random.mean() : 1;
    return wait.probability > 0 && wait.mean > 0
               ? WaitDistribution::exponential(
                     {.probability = wait.probability, .rate = wait.probability / (wait.mean * changed)})
               : WaitDistribution::none();
}

queueing::WaitDistribution Consumers::waitOf(std::size_t index, const Holdings& holdings,
                                             const SharedMessages& messages,
                                             const std::vector<double>& departures, bool& exact) const {
    using queueing::WaitDistribution;
    const Broker& broker = brokers_[index];
    exact = true;
    if (partitionsOf(broker)) {
        const Holding& h = holdings[index].front();
        const double offered = offeredTo(broker);
        const double taken = takenOf(broker);
        if (taken < 1) {
            return WaitDistribution::uniform(model_.horizonS * msPerSecond * (1 - taken));
        }
        return offered > 0 && h.mean > 0 ? partitionWait(broker, h, departures[broker.component], exact)
                                         : WaitDistribution::none();
    }
    const ConsumptionState& state = state_.consumption[broker.component];
    if (state.offeredRps >= state.capacityRps) {
        const double left = 1 - state.capacityRps / state.offeredRps;
        return WaitDistribution::uniform(model_.horizonS * msPerSecond * left);
    }
    const Crowd crowd = crowdAt(index, holdings, departures);
    if (!(crowd.rate > 0)) {
        return WaitDistribution::none();
    }
    const double whole = std::max(1.0, std::round(crowd.slots));
    const auto servers = static_cast<std::int64_t>(whole);
    const double rate = crowd.rate / msPerSecond;
    const double mean = crowd.mean * whole / crowd.slots;
    if (rate * mean >= whole) {
        return WaitDistribution::uniform(model_.horizonS * msPerSecond);
    }
    const auto byMoments = [&] {
        return waits_.twoMoments({.arrivalRate = rate,
                                  .serviceMean = mean,
                                  .servers = servers,
                                  .arrivalScv = crowd.arrivalScv,
                                  .serviceScv = crowd.scv});
    };
    if (messages.receives > 1) {
        exact = crowd.memoryless;
        queueing::ExponentialWait wait = byMoments();
        wait.rate /= messages.variation;
        return WaitDistribution::exponential(wait);
    }
    if (crowd.memoryless) {
        return WaitDistribution::exponential(queueing::MmcQueue(rate, 1 / mean, servers).wait());
    }
    exact = false;
    if (crowd.arrivalScv == 1 && servers == 1) {
        return WaitDistribution::mg1(rate, queueing::ServiceDistribution::gamma(mean, crowd.scv));
    }
    return WaitDistribution::exponential(byMoments());
}

}  // namespace headroom::engine::solver
