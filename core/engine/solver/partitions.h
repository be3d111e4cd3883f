#pragma once

#include <array>

#include "core/engine/solver/model.h"

namespace headroom::engine::solver {

/// How the partitions of a stream fall to the machines of one consumer: partition i to machine i mod n, each
/// worked through in order by one worker at a time. So some machines may have one partition more than others,
/// and a machine cannot use more workers than it has partitions.
class Partitions {
  public:
    Partitions(double partitions, const Component& consumer);

    /// Workers that keep up with every partition, `free` being the share of them that is free for this
    /// stream: so many divided by the time of one event is the highest rate without a growing lag.
    [[nodiscard]] double usableWorkers(double free) const;
    /// Share of the events that is taken where all of them would keep `busy` workers busy.
    [[nodiscard]] double takenShare(double busy, double free) const;
    /// What one of the busiest workers gets: the share of all events.
    [[nodiscard]] double shareOfAWorker() const;
    /// The machine that it works at.
    struct Machine {
        double share = 0;       ///< of all events
        double workers = 0;     ///< that can be used
        double partitions = 0;  ///< that they read
    };
    [[nodiscard]] Machine busiest() const;
    /// Whether all workers that get anything get the same.
    [[nodiscard]] bool even() const;

  private:
    /// Machines that are alike.
    struct Machines {
        double count = 0;
        double share = 0;    ///< of all events, each
        double workers = 0;  ///< that can be used, each
    };

    double partitions_;
    std::array<Machines, 2> machines_;
};

}  // namespace headroom::engine::solver
