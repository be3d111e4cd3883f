#pragma once

#include <QString>
#include <vector>

#include "core/base/units.h"
#include "core/engine/simulator/simulate.h"
#include "core/render/theme.h"
#include "widgets/timeline/phases.h"

namespace headroom::widgets {

/// One figure over the time of a run.
struct Lane {
    enum class Sum { mean, worst };
    QString name;
    Unit unit = Unit::none;
    render::Token ink = render::Token::accent;
    Sum sum = Sum::mean;  ///< what a part of the run is summed up by
    double stepS = 0;
    std::vector<results::Figure> values;
    double most = 0;  ///< where its axis ends

    [[nodiscard]] results::Figure at(double seconds) const;
    /// Only steps that lie in the phase as a whole count; where there is none, there is no figure.
    [[nodiscard]] results::Figure over(const Phase& phase) const;
};

/// What there is to see of a component (arrivals, utilization, who waits, a cache's hits, errors) or of a
/// connection (calls, retries, errors); of anything else, the system's goodput, 99th percentile and errors.
std::vector<Lane> lanesOf(const engine::SimulationSeries& series, const Id& subject);

}  // namespace headroom::widgets
