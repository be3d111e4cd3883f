#include "core/engine/solver/partitions.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace headroom::engine::solver {

Partitions::Partitions(double partitions, const Component& consumer) : partitions_(partitions) {
    const MachinePool& pool = consumer.steady.pools.front();
    const double fewest = std::floor(partitions / pool.machines);
    const double withOneMore = partitions - fewest * pool.machines;
    const auto slots = static_cast<double>(pool.slotCount.value_or(pool.workers));
    const auto machinesWith = [&](double count, double each) {
        return Machines{
            .count = each > 0 ? count : 0, .share = each / partitions, .workers = std::min(slots, each)};
    };
    machines_ = {machinesWith(withOneMore, fewest + 1), machinesWith(pool.machines - withOneMore, fewest)};
}

double Partitions::usableWorkers(double free) const {
    double usable = std::numeric_limits<double>::infinity();
    for (const Machines& m : machines_) {
        usable = m.count > 0 ? std::min(usable, free * m.workers / m.share) : usable;
    }
    return usable;
}

double Partitions::takenShare(double busy, double free) const {
    double taken = 0;
    for (const Machines& m : machines_) {
        taken += m.count * (busy > 0 ? std::min(m.share, free * m.workers / busy) : m.share);
    }
    return std::min(taken, 1.0);
}

double Partitions::shareOfAWorker() const {
    const Machine machine = busiest();
    return machine.workers > 0 ? machine.share / machine.workers : 0;
}

Partitions::Machine Partitions::busiest() const {
    Machine most;
    for (const Machines& m : machines_) {
        if (m.count > 0 && m.share * most.workers >= most.share * m.workers) {
            most = {.share = m.share, .workers = m.workers, .partitions = m.share * partitions_};
        }
    }
    return most;
}

bool Partitions::even() const {
    const auto& [more, fewer] = machines_;
    return more.count == 0 || fewer.count == 0 || more.share / more.workers == fewer.share / fewer.workers;
}

}  // namespace headroom::engine::solver
