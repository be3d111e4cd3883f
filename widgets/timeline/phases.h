#pragma once

#include <QString>
#include <vector>

#include "core/engine/simulator/simulate.h"
#include "widgets/timeline/happening.h"

namespace headroom::widgets {

/// What a run was like in one of its parts. Only steps that lie in it as a whole count; where there is none,
/// there is no figure.
struct Phase {
    QString name;
    double fromS = 0;
    double toS = 0;
    results::Figure goodput_rps;  ///< mean
    results::Figure worst_p99_ms;
    results::Figure error_rate;  ///< mean
};

/// Before the first event, from its beginning to the end of the last, and after; "the whole run" where
/// nothing happens. Parts without length are left out.
std::vector<Phase> phasesOf(const engine::SimulationSeries& series, const std::vector<Happening>& happenings,
                            double runS);

}  // namespace headroom::widgets
