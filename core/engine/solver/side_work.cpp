#include "core/engine/solver/side_work.h"

#include <algorithm>
#include <map>

namespace headroom::engine::solver {

namespace {

/// By visit: whether some of its requests are such that their sender has not waited for them.
std::vector<char> detachedVisits(const Model& model, const std::vector<VisitGroup>& groups,
                                 const State& state) {
    std::vector<char> detached(model.visits.size());
    for (auto group = groups.rbegin(); group != groups.rend(); ++group) {
        for (const Index visit : group->visits) {
            const Visit& v = model.visits[visit];
            const bool hands = model.componentOf(v).steady.onward == Onward::consumers;
            for (Index i = v.firstCall; i < v.firstCall + v.callCount; ++i) {
                const Call& call = model.calls[i];
                if (call.visit != none && state.made[i] > 0 &&
                    (!call.awaited || hands || detached[visit] != 0)) {
                    detached[call.visit] = 1;
                }
            }
        }
    }
    return detached;
}

/// Requests a second that the sources send of each class.
std::map<Index, double> sentOfClass(const Model& model) {
    std::map<Index, double> sent;
    for (const Workload& workload : model.workloads) {
        sent[workload.requestClass] += workload.rps;
    }
    return sent;
}

bool waits(const State& state, Index component) {
    return std::ranges::any_of(state.pools[component],
                               [](const PoolState& pool) { return pool.utilization > 0; });
}

std::vector<Index> foundAgain(const Model& model, const std::vector<VisitGroup>& groups, const State& state,
                              const std::vector<char>& waiting) {
    constexpr double moreThanOnce = 1.01;
    const std::vector<char> detached = detachedVisits(model, groups, state);
    const std::map<Index, double> sent = sentOfClass(model);
    double all = 0;
    for (const auto& [cls, rps] : sent) {
        all += rps;
    }
    std::vector<Index> found;
    for (Index i = 0; i < model.components.size(); ++i) {
        const std::vector<Index>& visits = model.components[i].visits;
        const bool some = std::ranges::any_of(
            visits, [&](Index visit) { return detached[visit] != 0 && state.rate[visit] > 0; });
        if (!some || waiting[i] == 0) {
            continue;
        }
        std::map<Index, double> came;
        for (const Index visit : visits) {
            came[model.visits[visit].requestClass] += state.rate[visit];
        }
        // Of a class that no source sends, each may have come from any request.
        if (std::ranges::any_of(came, [&](const auto& one) {
                const auto from = sent.find(one.first);
                return one.second > moreThanOnce * (from != sent.end() ? from->second : all);
            })) {
            found.push_back(i);
        }
    }
    return found;
}

}  // namespace

std::vector<Index> meetingThemselves(const Model& model, const std::vector<VisitGroup>& groups,
                                     const State& state, KnownFindings& known) {
    std::vector<char> waiting(model.components.size());
    for (Index i = 0; i < waiting.size(); ++i) {
        waiting[i] = waits(state, i) ? 1 : 0;
    }
    return known.meetingThemselves.find(
        known.sameFlows, std::move(waiting),
        [&](const std::vector<char>& flags) { return foundAgain(model, groups, state, flags); });
}

}  // namespace headroom::engine::solver
