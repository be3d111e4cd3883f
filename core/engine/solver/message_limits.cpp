#include "core/engine/solver/message_limits.h"

#include <algorithm>
#include <cmath>

#include "core/engine/solver/stations.h"

namespace headroom::engine::solver {

namespace {

constexpr double msPerSecond = 1000;
// A holding time of nothing would make a capacity without bound.
constexpr double shortestHoldingMs = 1e-9;

}  // namespace

double SharedMessages::capacityRps() const {
    return slots / std::max(meanMs, shortestHoldingMs) * msPerSecond;
}

std::optional<queueing::MessageLineAnswer> limited(const MessageRules& rules, const SharedMessages& messages,
                                                   double horizonS) {
    const double load = messages.load();
    std::optional<double> room = rules.maxLength;
    std::optional<double> longestMs = rules.retentionMs;
    if (load >= 1) {
        // What gathers from empty, with one standard deviation of what comes and goes by chance.
        const double in = messages.inflowRps();
        const double out = messages.capacityRps();
        const double gathers = horizonS * (in - out) + std::sqrt(horizonS * (in + out));
        room = room && *room < gathers ? room : std::nullopt;
        longestMs = longestMs && *longestMs < gathers / in * msPerSecond ? longestMs : std::nullopt;
    }
    if (!room && !longestMs) {
        return std::nullopt;
    }
    constexpr double exponential = 1e-12;
    const bool exact = messages.arrivalScv == 1 && std::abs(messages.scv - 1) < exponential;
    const double servers = std::max(1.0, std::round(messages.slots));
    return queueing::answerOf(
        {.arrivalRate = messages.rate * messages.receives / msPerSecond,
         .serviceRate = messages.slots / servers / std::max(messages.meanMs, shortestHoldingMs),
         .servers = static_cast<std::int64_t>(servers),
         .room = room,
         .dropsOldest = rules.overflow == Overflow::dropOldest,
         .longestWait = longestMs,
         .variation =
             (exact ? 1 : queueVariation(load, messages.arrivalScv, messages.scv)) * messages.variation});
}

Redelivery redeliveryOf(const MessageRules& rules, double failing, double taken) {
    constexpr double most = 1e6;  // where nothing ever succeeds, too
    if (!rules.redelivers() || !(failing > 0)) {
        return {};
    }
    const double times = rules.maxReceives.value_or(most);
    const double again = std::min(failing * taken, 1.0);
    const double dead = std::pow(again, times);
    return {.receives = again < 1 ? std::min((1 - dead) / (1 - again), times) : times,
            .dead = rules.maxReceives ? dead : 0};
}

double takenWith(const MessageRules& rules, double failing, double possible) {
    const auto made = [&](double taken) { return taken * redeliveryOf(rules, failing, taken).receives; };
    if (made(1) <= possible) {
        return 1;
    }
    constexpr int halvings = 60;
    double low = 0;
    double high = 1;
    for (int i = 0; i < halvings; ++i) {
        const double middle = 0.5 * (low + high);
        (made(middle) > possible ? high : low) = middle;
    }
    return 0.5 * (low + high);
}

double clusterVariation(const Deliveries& deliveries, double meanMs, double scv, double load) {
    const double halfSquare = 0.5 * meanMs * meanMs * (1 + scv);
    if (!(deliveries.failing > 0) || !(halfSquare > 0) || !(load > 0)) {
        return 1;
    }
    const double heavy = 1 - deliveries.failing + meanMs * deliveries.failedMs / halfSquare;
    const double light = deliveries.late * std::max(1 - load, 0.0) / load;
    return std::max(heavy, 1.0) + light;
}

}  // namespace headroom::engine::solver
