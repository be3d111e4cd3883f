#include "core/queueing/returning_attempts.h"

#include <algorithm>
#include <cmath>

namespace headroom::queueing {

void ReturningAttempt::placeOn(const TimeGrid& grid) {
    const auto around = [&](double time) {
        return AroundRefusal{.before = time < 0.0, .place = grid.placeOf(std::abs(time))};
    };
    weights = grid.weightsOf(wait);
    for (const double t : grid.points()) {
        spans.push_back({around(t - wait.to()), around(t - wait.from)});
    }
}

void RatesAround::set(const TimeGrid& grid, std::span<const double> before, std::span<const double> after) {
    grid_ = &grid;
    before_ = before;
    after_ = after;
    grid.integrate(after, sumsAfter_);
    grid.integrate(before, sumsBefore_);
}

double RatesAround::upTo(const AroundRefusal& at) const {
    return at.before ? -grid_->integralTo(at.place, before_, sumsBefore_)
                     : grid_->integralTo(at.place, after_, sumsAfter_);
}

double RatesAround::meanFor(const ReturningAttempt& a, std::size_t point) const {
    const auto& [from, to] = a.spans[point];
    return a.wait.isPoint() ? to.place.of(to.before ? before_ : after_)
                            : (upTo(to) - upTo(from)) / a.wait.length;
}

// With short waits, which doubled are as likely to outlast the memory as two, each part is the square of the
// one before; with long ones the half.
double againAfter(double fresh, std::span<const double> known, std::size_t k) {
    std::size_t count = 0;
    double last = 1.0;
    double part = 1.0;
    for (const double again : known) {
        const double remembered = fresh < 1.0 ? std::clamp((again - fresh) / (1.0 - fresh), 0.0, 1.0) : 0.0;
        part = last > 0.0 ? std::min(remembered / last, 1.0) : 0.0;
        last = remembered;
        if (++count == k) {
            return again;
        }
    }
    for (; count > 0 && count < k && last > 0.0; ++count) {
        part = std::max(part * part, 0.5);
        last *= part;
    }
    return count > 0 ? fresh + (1.0 - fresh) * last : fresh;
}

}  // namespace headroom::queueing
