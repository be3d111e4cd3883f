#include <algorithm>

#include "core/engine/solver/responses.h"

namespace headroom::engine::solver {

// The time from receiving a message, without the network; several calls of one delivery count as one.
AttemptAnswer Responses::delivered(const Visit& visit, Index call) {
    const Call& c = model_.calls[call];
    const VisitTimes& times = times_[c.visit];
    const auto all = [&](MaybeNode one) {
        if (!one || c.calls == 1 || *one == nothing_) {
            return one;
        }
        return c.calls < 1 ? either(thinned(nothing_, 1 - c.calls), thinned(one, c.calls))
                           : MaybeNode(program_.repeat(*one, c.calls));
    };
    MaybeNode success = all(times.success);
    MaybeNode failure = times.failure;
    const auto whole = [&](MaybeNode node) {
        return node ? program_.moments(*node) : queueing::LatencyMoments{};
    };
    const double mean = c.calls * (whole(times.success).mass * whole(times.success).mean +
                                   whole(times.failure).mass * whole(times.failure).mean);
    AttemptAnswer answer;
    const auto& visibility = model_.componentOf(visit).steady.messages.visibilityMs;
    if (visibility) {
        queueing::LatencyCutter& limit = cutter();
        const auto cut = [&](MaybeNode node) {
            return node && *node != nothing_ ? MaybeNode(limit.within(*node, *visibility)) : node;
        };
        success = cut(success);
        failure = cut(failure);
        answer.rough = limit.takeRough();
        answer.failing = std::clamp(1 - whole(success).mass, 0.0, 1.0);
        const double failed = c.calls * whole(failure).mass;
        answer.late = std::clamp(answer.failing - failed, 0.0, 1.0);
    } else {
        // What is never answered holds its slot, and is not given back.
        const double failed = whole(times.failure).mass;
        const double ended = whole(times.success).mass + failed;
        const double succeeds = ended > 0 ? whole(success).mass : 1;
        answer.failing = failed > 0 ? std::clamp(1 - succeeds, 0.0, 1.0) : 0;
    }
    answer.failedMs =
        answer.failing > 0 ? std::max(0.0, mean - whole(success).mass * whole(success).mean) : 0;
    return answer;
}

}  // namespace headroom::engine::solver
