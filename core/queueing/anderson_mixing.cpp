#include "core/queueing/anderson_mixing.h"

#include <numeric>
#include <utility>

namespace headroom::queueing {

namespace {

std::vector<double> difference(const std::vector<double>& a, const std::vector<double>& b) {
    std::vector<double> all(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        all[i] = a[i] - b[i];
    }
    return all;
}

double product(const std::vector<double>& a, const std::vector<double>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

}  // namespace

void AndersonMixing::remember(const std::vector<double>& step, const std::vector<double>& y) {
    if (!lastStep_.empty()) {
        steps_.push_back(difference(step, lastStep_));
        ys_.push_back(difference(y, lastY_));
    }
    if (steps_.size() > depth) {
        steps_.erase(steps_.begin());
        ys_.erase(ys_.begin());
    }
    lastStep_ = step;
    lastY_ = y;
}

namespace {

struct Direction {
    std::vector<double> step;
    std::vector<double> y;
    double norm = 0.0;
};

void takeAway(double share, const Direction& from, std::vector<double>& step, std::vector<double>& y) {
    for (std::size_t k = 0; k < y.size(); ++k) {
        step[k] -= share * from.step[k];
        y[k] -= share * from.y[k];
    }
}

}  // namespace

// The least squares by directions that are orthogonal to each other (Gram, Schmidt), the latest first.
void AndersonMixing::mix(std::vector<double>& x, const std::vector<double>& y) {
    constexpr double independent = 1e-12;
    constexpr double farthest = 400.0;  // beyond twenty steps it is no guide
    const std::vector<double> step = difference(y, x);
    remember(step, y);
    std::vector<Direction> directions;
    std::vector<double> left = step;
    std::vector<double> mixed = y;
    for (std::size_t i = steps_.size(); i-- > 0;) {
        Direction next{.step = steps_[i], .y = ys_[i]};
        const double whole = product(next.step, next.step);
        for (const Direction& before : directions) {
            takeAway(product(next.step, before.step) / before.norm, before, next.step, next.y);
        }
        next.norm = product(next.step, next.step);
        if (next.norm > independent * whole) {
            takeAway(product(left, next.step) / next.norm, next, left, mixed);
            directions.push_back(std::move(next));
        }
    }
    const std::vector<double> more = difference(mixed, y);
    x = product(more, more) <= farthest * product(step, step) ? mixed : y;
}

}  // namespace headroom::queueing
