#include "widgets/timeline/band_grip.h"

#include <algorithm>
#include <cmath>

namespace headroom::widgets {

Happening BandGrip::at(double s, double runS, double stepS) const {
    const auto rounded = [stepS](double seconds) { return std::round(seconds / stepS) * stepS; };
    const double moved = s - takenAtS;
    const double end = event.endS(runS);
    Happening now = event;
    if (part == Part::whole || event.instant) {
        now.atS = rounded(std::clamp(event.atS + moved, 0.0, runS - stepS));
    } else if (part == Part::begin) {
        now.atS = rounded(std::clamp(event.atS + moved, 0.0, end - stepS));
        if (event.forS) {
            now.forS = end - now.atS;
        }
    } else {
        now.forS = std::max(stepS, rounded(end + moved) - event.atS);
    }
    return now;
}

std::optional<BandGrip> gripAt(const std::vector<Happening>& happenings, double s, double reachS,
                               double runS) {
    for (auto event = happenings.rbegin(); event != happenings.rend(); ++event) {
        const double end = event->endS(runS);
        if (event->instant && std::abs(s - event->atS) <= reachS) {
            return BandGrip{*event, BandGrip::Part::whole, s};
        }
        if (std::abs(s - end) <= reachS && end > event->atS) {
            return BandGrip{*event, BandGrip::Part::end, s};
        }
        if (std::abs(s - event->atS) <= reachS) {
            return BandGrip{*event, BandGrip::Part::begin, s};
        }
        if (s > event->atS && s < end) {
            return BandGrip{*event, BandGrip::Part::whole, s};
        }
    }
    return std::nullopt;
}

}  // namespace headroom::widgets
