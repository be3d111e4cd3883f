#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/engine/solver/known_waits.h"
#include "core/engine/solver/message_limits.h"
#include "core/engine/solver/responses.h"
#include "core/engine/solver/share_bracket.h"
#include "core/engine/solver/shared_consumers.h"
#include "core/engine/solver/variability.h"

namespace headroom::engine::solver {

/// What consumers take out of brokers. A consumer has as many slots as workers and holds one from receiving a
/// message until it is done with it, calls to others included; all slots of all consumers of a broker are the
/// servers of one queue, whose wait is the broker's. A broker with partitions gives all its messages to every
/// connection; the one that is furthest behind makes its figures. Limits of what waits lose messages, and
/// what a consumer fails to do is delivered again (message_limits.h).
class Consumers {
  public:
    Consumers(const Model& model, State& state, KnownWaits& waits);

    [[nodiscard]] bool any() const { return !brokers_.empty() || !untaken_.empty(); }
    /// Moves the share that every broker's consumers take towards what their holding times allow;
    /// `departures` are the variability of what leaves each broker.
    void settle(const Responses& responses, const std::vector<double>& departures, SettleStep step);
    /// The largest of ShareBracket::unsettled.
    [[nodiscard]] double unsettled() const;
    /// The waits of messages, once settled.
    void findWaits(const Responses& responses, const std::vector<double>& departures);

  private:
    struct Delivery {
        Index visit;  ///< of the broker
        Index call;
    };
    struct Consumer {
        Index component;
        Index connection;  ///< of the first delivery
        std::vector<Delivery> deliveries;
    };
    struct Broker {
        Index component;
        std::vector<Consumer> consumers;
        bool leads = true;  ///< of those of the same component the first
        ShareBracket share{};
    };
    /// What a consumer does with one message, in ms.
    struct Holding {
        double rate = 0;       ///< deliveries per second made now
        double calls = 1;      ///< for one delivery
        double slots = 0;      ///< of the consumer that others leave free, or else its part of them
        double busyShare = 0;  ///< of all slots of the consumer, whoever holds them
        double mean = 0;
        double secondMoment = 0;
        double freeShare = 1;  ///< `slots` of all slots of the consumer
        double held = 0;       ///< slots by what is made now
        double all = 0;        ///< slots of the consumer but for those that others than messages hold
        bool pressed = false;  ///< more messages ask for these than get them

        [[nodiscard]] double capacityRps() const;
    };

    void addDelivery(Broker& broker, Delivery delivery);
    /// One for all its consumers, or one for each where they do not share.
    void addBrokers(Broker broker);
    [[nodiscard]] std::optional<double> partitionsOf(const Broker& broker) const;
    [[nodiscard]] double possibleShare(const Broker& broker, const Holding& first, double offered,
                                       double capacity) const;
    using Holdings = std::vector<std::vector<Holding>>;  ///< by broker and consumer

    [[nodiscard]] Holding holdingOf(const Responses& responses, const Consumer& consumer) const;
    [[nodiscard]] Holdings allHoldings(const Responses& responses) const;
    /// Who takes from where at one consumer.
    struct Taker {
        std::size_t broker;
        std::size_t consumer;  ///< of that broker
    };
    void shareSlots(Index component, const std::vector<Taker>& takers, const Responses& responses,
                    Holdings& holdings) const;
    [[nodiscard]] double offeredTo(const Broker& broker) const;
    [[nodiscard]] double inflowTo(const Broker& broker) const;
    /// Of the deliveries of the broker, those to that consumer.
    [[nodiscard]] double weightOf(const Broker& broker, const Consumer& consumer) const;
    void settle(Broker& broker, std::vector<Holding> holdings, const Responses& responses, double departures,
                SettleStep step);
    [[nodiscard]] Deliveries deliveriesOf(const Broker& broker, const Responses& responses) const;
    [[nodiscard]] double& takenOf(const Broker& broker) const;
    void answerFor(const Broker& broker, double offered, double capacity);
    /// All slots as the servers of one queue; of partitions those of the busiest worker.
    [[nodiscard]] SharedMessages messagesFor(const Broker& broker, const std::vector<Holding>& holdings,
                                             const Deliveries& deliveries, double departures) const;
    void keep(Broker& broker, double possible, bool refuses, SettleStep step);
    [[nodiscard]] bool limitsAll(const Broker& broker) const;
    void settleUntaken(Index component);
    [[nodiscard]] const MessageRules& rulesOf(const Broker& broker) const {
        return model_.components[broker.component].steady.messages;
    }
    void setWeights(const Broker& broker, const std::vector<Holding>& holdings);
    [[nodiscard]] queueing::WaitDistribution partitionWait(const Broker& broker, const Holding& holding,
                                                           double departures, bool& exact) const;
    /// All that is taken at the consumers of a broker, of whatever broker.
    struct Crowd {
        double rate = 0;   ///< deliveries a second
        double slots = 0;  ///< of these consumers
        double mean = 0;   ///< for which one is held, ms
        double scv = 1;
        double arrivalScv = 1;
        bool memoryless = false;  ///< one line before like slots, each held for an exponential time
    };
    [[nodiscard]] Crowd crowdAt(std::size_t broker, const Holdings& holdings,
                                const std::vector<double>& departures) const;
    /// What waits before the consumers of a broker.
    struct Line {
        Deliveries deliveries;
        SharedMessages messages;
        std::optional<queueing::MessageLineAnswer> limit;
    };
    [[nodiscard]] Line lineOf(const Broker& broker, const std::vector<Holding>& holdings,
                              const Responses& responses, double departures) const;
    [[nodiscard]] std::optional<queueing::WaitDistribution> commonWait(std::size_t broker,
                                                                       const Holdings& holdings,
                                                                       const std::vector<Line>& lines) const;
    [[nodiscard]] queueing::WaitDistribution waitOf(std::size_t index, const Holdings& holdings,
                                                    const SharedMessages& messages,
                                                    const std::vector<double>& departures, bool& exact) const;

    const Model& model_;
    KnownWaits& waits_;
    State& state_;
    std::vector<Broker> brokers_;
    std::map<Index, std::vector<Taker>> takersOf_;  ///< by component
    std::vector<Index> untaken_;                    ///< brokers with limits that nobody takes from
};

}  // namespace headroom::engine::solver
