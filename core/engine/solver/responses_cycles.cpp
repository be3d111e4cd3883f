#include <algorithm>
#include <array>
#include <cmath>

#include "core/engine/solver/responses.h"

namespace headroom::engine::solver {

using queueing::LatencyMoments;
using queueing::ServiceDistribution;

void Responses::turn(const VisitGroup& group) {
    std::vector<VisitTimes> next;
    for (const Index visit : group.visits) {
        const VisitTimes before = times_[visit];
        build(visit);
        next.push_back(times_[visit]);
        times_[visit] = before;
    }
    for (std::size_t i = 0; i < next.size(); ++i) {
        times_[group.visits[i]] = next[i];
    }
}

int Responses::turnsUntilSettled(const VisitGroup& group) {
    constexpr int mostTurns = 600;
    std::vector<double> before(group.visits.size(), -1);
    for (int turns = 1; turns <= mostTurns; ++turns) {
        turn(group);
        double moved = 0;
        for (std::size_t i = 0; i < group.visits.size(); ++i) {
            const MaybeNode node = times_[group.visits[i]].success;
            const LatencyMoments moments = node ? program_.moments(*node) : LatencyMoments{};
            const double spread = moments.mean + std::sqrt(moments.variance);
            moved = std::max(moved, std::abs(spread - before[i]) / std::max(spread, 1e-300));
            before[i] = spread;
        }
        if (moved < 1e-13) {
            return turns;
        }
    }
    return mostTurns;
}

void Responses::settleCycle(const VisitGroup& group) {
    constexpr int unrolledTurns = 40;
    const queueing::LatencyProgram before = program_;
    const Origins originsBefore = origins_;
    const std::vector<VisitTimes> fresh = times_;
    roughBlocks_ = true;
    for (const Index visit : group.visits) {
        times_[visit].success = thinned(nothing_, state_.success[visit]);
        times_[visit].failure = thinned(nothing_, state_.failure[visit]);
    }
    const int turns = turnsUntilSettled(group);
    std::vector<std::array<LatencyMoments, 2>> known;
    for (const Index visit : group.visits) {
        const auto momentsOf = [&](MaybeNode node) {
            return node ? program_.moments(*node) : LatencyMoments{};
        };
        known.push_back({momentsOf(times_[visit].success), momentsOf(times_[visit].failure)});
    }
    program_ = before;
    cutter_.reset();
    joiner_.reset();
    std::fill(direct_.begin(), direct_.end(), std::nullopt);
    origins_ = originsBefore;
    times_ = fresh;
    const auto gammaOf = [&](const LatencyMoments& m) {
        const double scv = m.mean > 0 ? m.variance / (m.mean * m.mean) : 0;
        return thinned(program_.service(ServiceDistribution::gamma(m.mean, scv)), m.mass);
    };
    for (std::size_t i = 0; i < group.visits.size(); ++i) {
        times_[group.visits[i]].success = gammaOf(known[i][0]);
        times_[group.visits[i]].failure = gammaOf(known[i][1]);
    }
    for (int i = 0; i < std::min(turns, unrolledTurns); ++i) {
        turn(group);
    }
    roughBlocks_ = quick_;
}

}  // namespace headroom::engine::solver
