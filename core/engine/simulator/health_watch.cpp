#include "core/engine/simulator/health_watch.h"

#include <algorithm>
#include <cmath>

namespace headroom::engine::simulator {

HealthWatch::HealthWatch(RunState& state, std::uint64_t seed, std::uint64_t replication)
    : state_(state), checks_(state.plan.components.size()), believed_(state.plan.machines) {
    const solver::Model& model = state.plan.model;
    for (const solver::Connection& c : model.connections) {
        const auto& health = model.components[c.from].steady.health;
        Checks& known = checks_[c.to];
        const double knownMs = known.intervalMs * (known.misses - 0.5);
        if (!health || !(health->intervalMs > 0) || (knownMs > 0 && knownMs <= health->meanDetectionMs())) {
            continue;
        }
        RandomStream random(streamKey(seed, replication, model.components[c.from].id, Purpose::health));
        known = {health->intervalMs, health->misses, health->intervalMs * random.uniform()};
        watchesAny_ = true;
    }
}

void HealthWatch::changed(Index component, Index machine, bool dead) {
    const Checks& checks = checks_[component];
    const double done = std::floor((state_.nowMs - checks.phaseMs) / checks.intervalMs);
    const double more = dead ? checks.misses : 1;
    std::erase_if(notices_, [&](const Notice& notice) { return notice.machine == machine; });
    if (dead != believesDead(machine)) {
        notices_.push_back({(done + more) * checks.intervalMs + checks.phaseMs, machine, dead});
    }
}

Index HealthWatch::learned(bool& dead) {
    const auto due =
        std::ranges::find_if(notices_, [&](const Notice& notice) { return notice.atMs <= state_.nowMs; });
    if (due == notices_.end()) {
        return none;
    }
    const Index machine = due->machine;
    dead = due->dead;
    believed_[machine] = dead ? 1 : 0;
    notices_.erase(due);
    return machine;
}

}  // namespace headroom::engine::simulator
