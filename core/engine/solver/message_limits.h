#pragma once

#include <optional>

#include "core/engine/behavior.h"
#include "core/queueing/message_line.h"

namespace headroom::engine::solver {

/// Messages before the consumers that take them, whose slots are the servers of one queue.
struct SharedMessages {
    double rate = 0;        ///< messages a second, whatever becomes of them
    double accepted = 1;    ///< share of them that there is room for
    double receives = 1;    ///< times that an accepted one begins to wait
    double slots = 0;       ///< of all consumers
    double meanMs = 0;      ///< for which a delivery holds one
    double scv = 1;         ///< of that
    double arrivalScv = 1;  ///< of the times between messages
    double variation = 1;   ///< what deliveries that are made again make waits longer by

    /// Deliveries a second that can be made.
    [[nodiscard]] double capacityRps() const;
    /// Messages a second that begin to wait, those that are to be delivered again among them.
    [[nodiscard]] double inflowRps() const { return rate * (1 + (receives - 1) * accepted); }
    [[nodiscard]] double load() const { return inflowRps() / capacityRps(); }
};

/// What a limited length or age makes of messages; nullopt where no limit is reached: there is none, or more
/// comes than is taken and what waits does not get so long or old within the horizon.
std::optional<queueing::MessageLineAnswer> limited(const MessageRules& rules, const SharedMessages& messages,
                                                   double horizonS);

/// The deliveries of a message.
struct Deliveries {
    double failing = 0;   ///< share that fails
    double late = 0;      ///< of all: those that are made again while the consumer still works on it
    double failedMs = 0;  ///< mean time at the consumer of those that fail, times their share
};

/// How often messages are delivered.
struct Redelivery {
    double receives = 1;  ///< times that a message begins to wait
    double dead = 0;      ///< share of the messages for which all deliveries fail
};
/// Each fails independently of the others. Of what begins to wait, so large a share is `taken`.
Redelivery redeliveryOf(const MessageRules& rules, double failing, double taken);

/// The share of what begins to wait that is taken, where so many deliveries are possible for each message and
/// nothing else is lost.
double takenWith(const MessageRules& rules, double failing, double possible);

/// By how much longer deliveries wait than if those that are made again came at random: they come while a
/// consumer still works on the same message, after having been there for long. In heavy traffic from the
/// second moment of all work on one message, of which those that wait have as much before them as new ones;
/// with little traffic from who finds all slots held, one of them by the same message. Measured against
/// simulation in docs/engine.md.
double clusterVariation(const Deliveries& deliveries, double meanMs, double scv, double load);

}  // namespace headroom::engine::solver
