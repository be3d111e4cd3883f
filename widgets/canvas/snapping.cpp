#include "widgets/canvas/snapping.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace headroom::widgets {

namespace {

using model::Rect;

double onGrid(double value) {
    return std::round(value / layout::gridStep) * layout::gridStep;
}

/// Start, middle and end of a rectangle along one direction.
std::array<double, 3> marks(const Rect& rect, bool horizontal) {
    const double start = horizontal ? rect.x : rect.y;
    const double size = horizontal ? rect.w : rect.h;
    return {start, start + size / 2, start + size};
}

struct Match {
    double shift;
    double level;  ///< the coordinate that both then share
    const Rect* other;
};

/// The nearest mark of another rectangle. Middles count before edges, near ones before far ones.
std::optional<Match> nearest(const Rect& moving, const std::vector<Rect>& others, double reach,
                             bool horizontal) {
    std::optional<Match> best;
    const auto mine = marks(moving, horizontal);
    for (const Rect& other : others) {
        const auto theirs = marks(other, horizontal);
        for (const std::size_t i : {1, 0, 2}) {
            const double shift = theirs[i] - mine[i];
            if (std::abs(shift) <= reach && (!best || std::abs(shift) < std::abs(best->shift))) {
                best = Match{shift, theirs[i], &other};
            }
        }
    }
    return best;
}

QLineF guide(const Rect& moved, const Match& match, bool horizontal) {
    const Rect both = layout::grown(layout::united(moved, *match.other), layout::gridStep);
    return horizontal ? QLineF(match.level, both.y, match.level, both.y + both.h)
                      : QLineF(both.x, match.level, both.x + both.w, match.level);
}

}  // namespace

Snapped snap(const model::Rect& moving, const std::vector<model::Rect>& others, double reach) {
    const auto across = nearest(moving, others, reach, true);
    const auto down = nearest(moving, others, reach, false);
    Snapped snapped;
    snapped.position = {across ? moving.x + across->shift : onGrid(moving.x),
                        down ? moving.y + down->shift : onGrid(moving.y)};
    const Rect moved{snapped.position.x(), snapped.position.y(), moving.w, moving.h};
    if (across) {
        snapped.guides.push_back(guide(moved, *across, true));
    }
    if (down) {
        snapped.guides.push_back(guide(moved, *down, false));
    }
    return snapped;
}

}  // namespace headroom::widgets
