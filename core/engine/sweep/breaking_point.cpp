#include "core/engine/sweep/breaking_point.h"

#include <algorithm>
#include <cmath>

namespace headroom::engine::sweep {

namespace {

constexpr double precision = 1e-7;  // relative
constexpr int patience = 60;
constexpr double lightLoad = 1e-3;  // of what saturates

/// The root of a growing function of the load, kept between two loads of which the lower is below and the
/// upper not. Secants (Illinois variant, Dowell and Jarratt 1971), halves of the decade where they are slow.
class Bracket {
  public:
    Bracket(double below, double low, double above, double high)
        : below_(below), low_(low), above_(above), high_(high) {}

    [[nodiscard]] double above() const { return above_; }
    [[nodiscard]] bool narrow() const { return above_ - below_ <= precision * above_; }

    [[nodiscard]] double next() {
        const bool slow = ++steps_ % 3 == 0;
        const double secant = above_ - high_ * (above_ - below_) / (high_ - low_);
        const bool usable = std::isfinite(secant) && secant > below_ && secant < above_;
        return slow || !usable ? std::sqrt(below_ * above_) : secant;
    }

    void narrowTo(double load, double value) {
        if (value < 0) {
            below_ = load;
            low_ = value;
            high_ *= lastBelow_ == 1 ? 0.5 : 1;
            lastBelow_ = 1;
        } else {
            above_ = load;
            high_ = value;
            low_ *= lastBelow_ == 0 ? 0.5 : 1;
            lastBelow_ = 0;
        }
    }

  private:
    double below_;
    double low_;
    double above_;
    double high_;
    int lastBelow_ = -1;
    int steps_ = 0;
};

class Search {
  public:
    Search(const AtLoad& at, double lowest, double highest, const std::stop_token& stop)
        : at_(at), lowest_(lowest), highest_(highest), stop_(stop) {}

    std::optional<BreakingPoint> from(const Point& present) {
        const auto saturation = findSaturation(present);
        if (stop_.stop_requested()) {
            return std::nullopt;
        }
        const Point end = saturation ? at_(saturation->value * (1 - 10 * precision)) : at_(highest_);
        const auto loss = findLoss(end);
        if (stop_.stop_requested()) {
            return std::nullopt;
        }
        const bool lost = loss.has_value();
        const auto& broken = lost ? loss : saturation;
        if (!broken) {
            return std::nullopt;
        }
        return BreakingPoint{broken->value, broken->system.offered_rps,
                             lost ? BreakingPoint::Cause::lost : BreakingPoint::Cause::saturated,
                             broken->system.bottleneck};
    }

  private:
    // Where utilization is proportional to the load, as without caches, the first step is exact.
    std::optional<Point> findSaturation(Point point) {
        std::optional<Point> below;
        std::optional<Point> above;
        for (int i = 0; i < patience && !stop_.stop_requested(); ++i) {
            const double load = point.utilization.value_or(0);
            if (!(load > 0)) {
                return std::nullopt;
            }
            auto& side = load < 1 ? below : above;
            side = point;
            if (std::abs(load - 1) <= precision) {
                return point;
            }
            double next = point.value / load;
            if (below && above && (next <= below->value || next >= above->value || i % 8 == 7)) {
                next = std::sqrt(below->value * above->value);
            }
            next = std::clamp(next, lowest_, highest_);
            if (next == point.value) {
                return load >= 1 ? std::optional<Point>(point) : std::nullopt;  // at the end of the range
            }
            if (below && above && above->value - below->value <= precision * above->value) {
                return above;
            }
            point = at_(next);
        }
        return above;
    }

    std::optional<Point> findLoss(const Point& end) {
        const Point light = at_(std::clamp(end.value * lightLoad, lowest_, highest_));
        if (!light.system.error_rate || !end.system.error_rate) {
            return std::nullopt;
        }
        const double bearable = *light.system.error_rate + lossThatBreaks;
        if (*end.system.error_rate <= bearable || !(light.value < end.value)) {
            return std::nullopt;
        }
        // The share of the late is nearly exponential in the load, so its logarithm is nearly straight.
        constexpr double nothing = 1e-12;
        const auto excess = [&](const Point& point) {
            const double base = *light.system.error_rate;
            const double lost = std::max(point.system.error_rate.value_or(1) - base, nothing);
            return std::log(lost / lossThatBreaks);
        };
        Bracket bracket(light.value, excess(light), end.value, excess(end));
        Point broken = end;
        for (int i = 0; i < patience && !bracket.narrow() && !stop_.stop_requested(); ++i) {
            const Point point = at_(bracket.next());
            const double value = excess(point);
            bracket.narrowTo(point.value, value);
            if (value >= 0) {
                broken = point;
            }
            if (std::abs(value) <= precision) {
                return point;
            }
        }
        return broken;
    }

    const AtLoad& at_;
    double lowest_;
    double highest_;
    const std::stop_token& stop_;
};

}  // namespace

std::optional<BreakingPoint> findBreakingPoint(const AtLoad& at, const Point& present, double lowest,
                                               double highest, const std::stop_token& stop) {
    return Search(at, lowest, highest, stop).from(present);
}

}  // namespace headroom::engine::sweep
