#include "core/engine/simulator/users.h"

#include <algorithm>
#include <cmath>

namespace headroom::engine::simulator {

Users::Users(RunState& state) : state_(state), groups_(state.plan.model.workloads.size()) {}

double Users::wanted(Index workload) const {
    return std::round(*state_.plan.model.workloads[workload].users *
                      state_.plan.loads[workload].at(state_.nowMs));
}

void Users::begin(Index workload) {
    Group& group = groups_[workload];
    group.there = group.thinking = wanted(workload);
    group.dueMs = HUGE_VAL;
    schedule(workload, group.thinking);
    scheduleJoin(workload);
}

// The first of so many, if it is not later than who is due anyway.
void Users::schedule(Index workload, double thinking) {
    Group& group = groups_[workload];
    if (!(thinking > 0)) {
        return;
    }
    const double meanMs = state_.plan.model.workloads[workload].thinkMs / thinking;
    const double inMs = -state_.workloadStreams[workload].logarithm() * meanMs;
    if (state_.nowMs + inMs < group.dueMs) {
        group.dueMs = state_.nowMs + inMs;
        state_.schedule(inMs, Happening::arrival, workload);
    }
}

double Users::sendAway(Index workload) {
    Group& group = groups_[workload];
    const double gone = std::clamp(group.there - wanted(workload), 0.0, group.thinking);
    group.there -= gone;
    group.thinking -= gone;
    if (gone > 0) {
        scheduleJoin(workload);
    }
    return gone;
}

bool Users::sends(Index workload) {
    Group& group = groups_[workload];
    if (state_.nowMs != group.dueMs) {
        return false;  // somebody else was earlier
    }
    group.dueMs = HUGE_VAL;
    const double before = group.thinking;
    const double gone = sendAway(workload);
    const bool stays = gone == 0 || !state_.workloadStreams[workload].chance(gone / before);
    const bool sends = stays && group.thinking > 0;
    group.thinking -= sends ? 1 : 0;
    schedule(workload, group.thinking);
    return sends;
}

void Users::back(Index workload) {
    Group& group = groups_[workload];
    sendAway(workload);
    if (group.there > wanted(workload)) {
        --group.there;
        scheduleJoin(workload);
        return;
    }
    ++group.thinking;
    schedule(workload, 1);
}

void Users::join(Index workload) {
    Group& group = groups_[workload];
    if (state_.nowMs != group.joinMs) {
        return;
    }
    const double more = std::max(wanted(workload) - group.there, 0.0);
    group.there += more;
    group.thinking += more;
    schedule(workload, more);
    scheduleJoin(workload);
}

// Under a slope they come one by one, of very many a thousandth at once.
void Users::scheduleJoin(Index workload) {
    constexpr double atOnce = 1e-3;
    Group& group = groups_[workload];
    const double users = *state_.plan.model.workloads[workload].users;
    const LoadCurve& load = state_.plan.loads[workload];
    if (load.isLevel() || !(users > 0)) {
        return;
    }
    constexpr double roundsUp = 0.25;
    const double next = group.there + std::max(1.0, std::floor(atOnce * users)) - roundsUp;
    const double inMs = load.reaches(state_.nowMs, next / users) - state_.nowMs;
    if (std::isfinite(inMs)) {
        group.joinMs = state_.nowMs + inMs;
        state_.schedule(inMs, Happening::joined, workload);
    }
}

}  // namespace headroom::engine::simulator
