#pragma once

#include <cmath>
#include <vector>

#include "core/engine/behavior.h"

namespace headroom::engine::solver {

/// What one queue asks of a consumer that takes the oldest message of all queues before it.
struct MessageClaim {
    double rate = 0;             ///< deliveries a second that there are to be made
    double slotSeconds = 0;      ///< for which each holds a slot
    double length = HUGE_VAL;    ///< most messages that may wait; others are refused
    double longestS = HUGE_VAL;  ///< age at which a message is lost

    [[nodiscard]] double slots() const { return rate * slotSeconds; }
};

/// Of `rate` deliveries a second, by those limits of their queue that may be reached within the horizon.
MessageClaim messageClaim(const MessageRules& rules, double rate, double slotSeconds, double horizonS);

/// Deliveries a second that each gets of so many slots, as a fluid: while all that is asked is more, the
/// oldest messages of all queues are of one age W. A queue that refuses what it has no room for gets
/// min(rate, length / W), one that loses what is older than W nothing, and where those without limits ask for
/// more than there is, W grows without end, and of each the same part is done.
std::vector<double> deliveriesOfEach(const std::vector<MessageClaim>& claims, double slots);

}  // namespace headroom::engine::solver
