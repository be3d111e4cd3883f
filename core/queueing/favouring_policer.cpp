#include "core/queueing/favouring_policer.h"

#include <algorithm>
#include <cmath>

namespace headroom::queueing {

namespace {

constexpr double mostTokens = 8192;
constexpr double mostSteps = 65536;

/// G on a grid, from level to level.
class Levels {
  public:
    Levels(const std::vector<BucketClass>& classes, double room) : classes_(classes) {
        constexpr double finest = 256;
        constexpr double coarsest = 8;
        perToken_ =
            static_cast<std::size_t>(std::clamp(std::floor(mostSteps / (room + 1)), coarsest, finest));
        for (const BucketClass& c : classes) {
            roomSteps_.push_back(c.room >= 0 ? static_cast<long>(std::lround(c.room * steps())) : -1);
        }
        const auto whole = static_cast<std::size_t>(std::lround((room + 1) * steps()));
        measure_.reserve(whole + 1);
        upward_.reserve(whole + 1);
        measure_.push_back(1);
        upward_.push_back(upwardAt(0, 1));
        while (measure_.size() <= whole) {
            climb();
        }
    }

    [[nodiscard]] double shareOf(std::size_t index) const {
        const long room = roomSteps_[index];
        return room < 0 ? 0 : measure_[static_cast<std::size_t>(room)] / measure_.back();
    }

  private:
    [[nodiscard]] double steps() const { return static_cast<double>(perToken_); }

    // L at a step where G is that.
    [[nodiscard]] double upwardAt(std::size_t step, double measure) const {
        double sum = 0;
        for (std::size_t i = 0; i < classes_.size(); ++i) {
            const long room = roomSteps_[i];
            if (room >= 0) {
                const auto last = static_cast<std::size_t>(room);
                sum += classes_[i].load * (last < step ? measure_[last] : measure);
            }
        }
        return sum;
    }

    [[nodiscard]] double slope(std::size_t step, double upward) const {
        return upward - (step >= perToken_ ? upward_[step - perToken_] : 0);
    }

    // Levels just below a whole token miss what the atom at 0 sends up by one: there the slope jumps, and the
    // rule is applied to each side.
    void climb() {
        constexpr double huge = 1e250;
        const std::size_t step = measure_.size();
        const double h = 1 / steps();
        const double now = measure_.back();
        const double before = slope(step - 1, upward_.back());
        double next = now + h * before;
        for (int i = 0; i < 3; ++i) {
            const double jump = step >= perToken_ ? (step == perToken_ ? 0 : upward_[step - perToken_]) : 0;
            next = now + 0.5 * h * (before + upwardAt(step, next) - jump);
        }
        measure_.push_back(next);
        upward_.push_back(upwardAt(step, next));
        if (next > huge) {
            for (double& value : measure_) {
                value /= huge;
            }
            for (double& value : upward_) {
                value /= huge;
            }
        }
    }

    const std::vector<BucketClass>& classes_;
    std::size_t perToken_ = 1;
    std::vector<long> roomSteps_;
    std::vector<double> measure_;
    std::vector<double> upward_;
};

// The largest room first; each takes what is left of one token in its time.
std::vector<double> asFluid(const std::vector<BucketClass>& classes) {
    std::vector<std::size_t> order(classes.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return classes[a].room > classes[b].room; });
    std::vector<double> shares(classes.size());
    double left = 1;
    for (const std::size_t i : order) {
        const BucketClass& c = classes[i];
        shares[i] = c.room < 0 ? 0 : (c.load > 0 ? std::min(1.0, left / c.load) : 1);
        left = std::max(0.0, left - c.load * shares[i]);
    }
    return shares;
}

}  // namespace

std::vector<double> favouringPolicer(const std::vector<BucketClass>& classes) {
    double room = -1;
    for (const BucketClass& c : classes) {
        room = std::max(room, c.room);
    }
    if (room < 0) {
        return std::vector<double>(classes.size(), 0.0);
    }
    if (room > mostTokens) {
        return asFluid(classes);
    }
    const Levels levels(classes, room);
    std::vector<double> shares;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        shares.push_back(levels.shareOf(i));
    }
    return shares;
}

}  // namespace headroom::queueing
