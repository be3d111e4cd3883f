#include "core/queueing/favouring_policer.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

namespace headroom::queueing {

namespace {

constexpr double mostTokens = 8192;
constexpr double mostSteps = 65536;

/// What a step makes of G' = load G + r, where r is linear: exact.
struct Growth {
    Growth(double load, double step) {
        constexpr double steepest = 200;  // beyond it, what was before no longer counts
        constexpr double flat = 1e-3;
        const double z = std::min(load * step, steepest);
        factor = std::exp(z);
        const double first = z > flat ? std::expm1(z) / z : 1 + z / 2 + z * z / 6;
        const double second = z > flat ? (first - 1) / z : 0.5 + z / 6 + z * z / 24;
        from = step * (first - second);
        to = step * second;
    }
    double factor = 1;
    double from = 0;  ///< of r where the step begins
    double to = 0;    ///< and where it ends
};

/// G on a grid, from level to level.
class Levels {
  public:
    Levels(const std::vector<BucketClass>& classes, double room) : classes_(classes) {
        constexpr double finest = 256;
        constexpr double coarsest = 8;
        perToken_ =
            static_cast<std::size_t>(std::clamp(std::floor(mostSteps / (room + 1)), coarsest, finest));
        for (const BucketClass& c : classes) {
            roomSteps_.push_back(c.room >= 0 ? std::optional(stepOf(c.room)) : std::nullopt);
        }
        const std::size_t whole = stepOf(room + 1);
        measure_.reserve(whole + 1);
        upward_.reserve(whole + 1);
        measure_.push_back(1);
        upward_.push_back(0);
        while (last() < whole) {
            climbTo(std::min(whole, nextRoom()));
        }
    }

    [[nodiscard]] double shareOf(std::size_t index) const {
        const auto room = roomSteps_[index];
        return room ? measure_[*room] / measure_.back() : 0;
    }

  private:
    [[nodiscard]] double steps() const { return static_cast<double>(perToken_); }
    [[nodiscard]] std::size_t stepOf(double level) const {
        return static_cast<std::size_t>(std::lround(level * steps()));
    }
    [[nodiscard]] std::size_t last() const { return measure_.size() - 1; }

    // The first step from here on where some class has reached its room; without end where all have.
    [[nodiscard]] std::size_t nextRoom() const {
        std::size_t next = SIZE_MAX;
        for (const auto& room : roomSteps_) {
            next = room && *room > last() ? std::min(next, *room) : next;
        }
        return next;
    }

    // Up to there the same classes are let in, with that load, and what the others send up stays as it is:
    // L = held + load G. Levels just below a whole token miss what the atom at 0 sends up by one: there the
    // slope jumps.
    void climbTo(std::size_t end) {
        constexpr double huge = 1e200;
        double held = 0;
        double load = 0;
        for (std::size_t i = 0; i < classes_.size(); ++i) {
            if (const auto room = roomSteps_[i]; room && *room > last()) {
                load += classes_[i].load;
            } else if (room) {
                held += classes_[i].load * measure_[*room];
            }
        }
        const Growth growth(load, 1 / steps());
        upward_.back() = held + load * measure_.back();
        while (last() < end) {
            const std::size_t step = last() + 1;
            const double from = held - (step > perToken_ ? upward_[step - 1 - perToken_] : 0);
            const double to = held - (step > perToken_ ? upward_[step - perToken_] : 0);
            const double next = growth.factor * measure_.back() + growth.from * from + growth.to * to;
            measure_.push_back(next);
            upward_.push_back(held + load * next);
            if (next > huge) {
                shrinkBy(huge);
                held /= huge;
            }
        }
    }

    void shrinkBy(double factor) {
        for (std::vector<double>* values : {&measure_, &upward_}) {
            for (double& value : *values) {
                value /= factor;
            }
        }
    }

    const std::vector<BucketClass>& classes_;
    std::size_t perToken_ = 1;
    std::vector<std::optional<std::size_t>> roomSteps_;
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
