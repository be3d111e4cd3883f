#include "core/layout/track_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>

#include "core/layout/path_finder.h"

namespace headroom::layout {

namespace {

constexpr double bendCost = 48;
constexpr double turnBackCost = 1e6;
constexpr double trackDistance = 16;

/// The search of one way. A state is a crossing of tracks with the direction in which it was reached.
class TrackSearch {
  public:
    TrackSearch(const BoxIndex& boxes, const Rect& area, const Leaving& from, const Leaving& to)
        : boxes_(boxes), area_(area), from_(from), to_(to) {
        addTrack(from.at);
        addTrack(to.at);
        xs_.push_back((from.at.x + to.at.x) / 2);
        ys_.push_back((from.at.y + to.at.y) / 2);
        for (const int box : boxes.inside(area)) {
            const Rect around = grown(boxes.rect(box), trackDistance);
            addTracksWithin({around.x, around.y});
            addTracksWithin({around.x + around.w, around.y + around.h});
        }
        settle(xs_);
        settle(ys_);
        cost_.assign(xs_.size() * ys_.size() * 4, std::numeric_limits<double>::infinity());
        parent_.assign(cost_.size(), -1);
    }

    std::optional<std::vector<Point>> run() {
        const int start = state(indexOf(xs_, from_.at.x), indexOf(ys_, from_.at.y), from_.side);
        cost_[static_cast<std::size_t>(start)] = 0;
        open_.push({estimate(start), start});
        while (!open_.empty()) {
            const auto [total, here] = open_.top();
            open_.pop();
            if (isGoal(here)) {
                return wayTo(here);
            }
            if (total <= cost(here) + estimate(here) + 1e-9) {
                expand(here);
            }
        }
        return std::nullopt;
    }

  private:
    struct Entry {
        double total;
        int state;
        /// The earlier state wins a tie, so that the answer is always the same.
        bool operator<(const Entry& other) const {
            return total > other.total || (total == other.total && state > other.state);
        }
    };

    void addTrack(const Point& point) {
        xs_.push_back(point.x);
        ys_.push_back(point.y);
    }

    /// Nothing outside the area may decide the way.
    void addTracksWithin(const Point& point) {
        if (point.x >= area_.x && point.x <= area_.x + area_.w) {
            xs_.push_back(point.x);
        }
        if (point.y >= area_.y && point.y <= area_.y + area_.h) {
            ys_.push_back(point.y);
        }
    }

    static void settle(std::vector<double>& tracks) {
        std::sort(tracks.begin(), tracks.end());
        tracks.erase(std::unique(tracks.begin(), tracks.end()), tracks.end());
    }

    static int indexOf(const std::vector<double>& tracks, double value) {
        return static_cast<int>(std::lower_bound(tracks.begin(), tracks.end(), value) - tracks.begin());
    }

    [[nodiscard]] int state(int column, int row, Side heading) const {
        return (row * static_cast<int>(xs_.size()) + column) * 4 + static_cast<int>(heading);
    }
    [[nodiscard]] int column(int s) const { return (s / 4) % static_cast<int>(xs_.size()); }
    [[nodiscard]] int row(int s) const { return (s / 4) / static_cast<int>(xs_.size()); }
    static Side heading(int s) { return static_cast<Side>(s % 4); }
    [[nodiscard]] Point at(int s) const {
        return {xs_[static_cast<std::size_t>(column(s))], ys_[static_cast<std::size_t>(row(s))]};
    }
    [[nodiscard]] double cost(int s) const { return cost_[static_cast<std::size_t>(s)]; }

    /// The way on into the last card costs a bend where it is not straight ahead, and must not turn back.
    [[nodiscard]] double lastBend(int s) const {
        const Point out = outward(to_.side);
        const Point ahead = outward(heading(s));
        if (ahead == out) {
            return turnBackCost;
        }
        return ahead.x == -out.x && ahead.y == -out.y ? 0 : bendCost;
    }

    [[nodiscard]] bool isGoal(int s) const { return at(s) == to_.at; }

    [[nodiscard]] double estimate(int s) const {
        const Point here = at(s);
        return std::abs(here.x - to_.at.x) + std::abs(here.y - to_.at.y);
    }

    void expand(int here) {
        const Point back = outward(heading(here));
        for (const Side side : allSides) {
            const Point out = outward(side);
            if (out.x == -back.x && out.y == -back.y) {
                continue;
            }
            const int toColumn = column(here) + static_cast<int>(out.x);
            const int toRow = row(here) + static_cast<int>(out.y);
            if (toColumn >= 0 && toRow >= 0 && toColumn < static_cast<int>(xs_.size()) &&
                toRow < static_cast<int>(ys_.size())) {
                relax(here, state(toColumn, toRow, side));
            }
        }
    }

    void relax(int here, int next) {
        const Point a = at(here);
        const Point b = at(next);
        double total = cost(here) + std::abs(a.x - b.x) + std::abs(a.y - b.y);
        total += heading(here) == heading(next) ? 0 : bendCost;
        total += isGoal(next) ? lastBend(next) : 0;
        if (total >= cost(next) || boxes_.blocked(a, b, clearance)) {
            return;
        }
        cost_[static_cast<std::size_t>(next)] = total;
        parent_[static_cast<std::size_t>(next)] = here;
        open_.push({total + estimate(next), next});
    }

    [[nodiscard]] std::vector<Point> wayTo(int s) const {
        std::vector<Point> points;
        for (int here = s; here >= 0; here = parent_[static_cast<std::size_t>(here)]) {
            points.push_back(at(here));
        }
        std::reverse(points.begin(), points.end());
        return points;
    }

    const BoxIndex& boxes_;
    Rect area_;
    Leaving from_;
    Leaving to_;
    std::vector<double> xs_;
    std::vector<double> ys_;
    std::vector<double> cost_;
    std::vector<int> parent_;
    std::priority_queue<Entry> open_;
};

}  // namespace

std::optional<std::vector<Point>> searchTracks(const BoxIndex& boxes, const Rect& area, const Leaving& from,
                                               const Leaving& to) {
    return TrackSearch(boxes, area, from, to).run();
}

}  // namespace headroom::layout
