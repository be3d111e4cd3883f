#pragma once

#include <optional>
#include <vector>

#include "widgets/timeline/happening.h"

namespace headroom::widgets {

/// What a hand takes hold of on the band of an event: its beginning, its end, or all of it.
struct BandGrip {
    enum class Part { begin, end, whole };
    Happening event;  ///< as it was when it was taken
    Part part = Part::whole;
    double takenAtS = 0;

    /// The times of the event when the hand is at `s` of a run of `runS`, in whole `stepS`. An event keeps at
    /// least one step, and does not begin before the run. One that lasts to the end goes on doing so while it
    /// is moved.
    [[nodiscard]] Happening at(double s, double runS, double stepS) const;
};

/// What is at `s`, where edges are taken within `reachS` of them; of several the latest in the list.
std::optional<BandGrip> gripAt(const std::vector<Happening>& happenings, double s, double reachS,
                               double runS);

}  // namespace headroom::widgets
