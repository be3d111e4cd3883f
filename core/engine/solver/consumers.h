#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/engine/solver/known_waits.h"
#include "core/engine/solver/message_limits.h"
#include "core/engine/solver/responses.h"
#include "core/engine/solver/share_bracket.h"
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
        double slots = 0;      ///< that others at the same consumer leave free
        double busyShare = 0;  ///< of all slots of the consumer, whoever holds them
        double mean = 0;
        double secondMoment = 0;
        double freeShare = 1;  ///< of its slots

        [[nodiscard]] double capacityRps() const;
    };

    void addDelivery(Broker& broker, Delivery delivery);
    /// One for all its consumers, or one for each where they do not share.
    void addBrokers(Broker broker);
    [[nodiscard]] std::optional<double> partitionsOf(const Broker& broker) const;
    [[nodiscard]] double possibleShare(const Broker& broker, const Holding& first, double offered,
                                       double capacity) const;
    [[nodiscard]] Holding holdingOf(const Responses& responses, const Consumer& consumer) const;
    [[nodiscard]] double offeredTo(const Broker& broker) const;
    void settle(Broker& broker, const Responses& responses, double departures, SettleStep step);
    [[nodiscard]] Deliveries deliveriesOf(const Broker& broker, const Responses& responses) const;
    [[nodiscard]] double& takenOf(const Broker& broker) const;
    void answerFor(const Broker& broker, double offered, double capacity);
    /// All slots as the servers of one queue; of partitions those of the busiest worker.
    [[nodiscard]] SharedMessages messagesFor(const Broker& broker, const std::vector<Holding>& holdings,
                                             const Deliveries& deliveries, double departures) const;
    [[nodiscard]] std::vector<Holding> holdingsOf(const Broker& broker, const Responses& responses) const;
    void keep(Broker& broker, double possible, bool refuses, SettleStep step);
    [[nodiscard]] bool limitsAll(const Broker& broker) const;
    void settleUntaken(Index component);
    [[nodiscard]] const MessageRules& rulesOf(const Broker& broker) const {
        return model_.components[broker.component].steady.messages;
    }
    void setWeights(const Broker& broker, const std::vector<Holding>& holdings);
    [[nodiscard]] queueing::WaitDistribution partitionWait(const Broker& broker, const Holding& holding,
                                                           double departures, bool& exact) const;
    [[nodiscard]] queueing::WaitDistribution waitOf(const Broker& broker,
                                                    const std::vector<Holding>& holdings,
                                                    const SharedMessages& messages, double departures,
                                                    bool& exact) const;

    const Model& model_;
    KnownWaits& waits_;
    State& state_;
    std::vector<Broker> brokers_;
    std::vector<Index> untaken_;  ///< brokers with limits that nobody takes from
};

}  // namespace headroom::engine::solver
