#include "core/queueing/anderson_mixing.h"

#include <numeric>

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

// The least squares by their normal equations, one of the two changes made orthogonal to the other.
void AndersonMixing::mix(std::vector<double>& x, const std::vector<double>& y) {
    constexpr double independent = 1e-12;
    constexpr double farthest = 400.0;  // beyond twenty steps it is no guide
    const std::vector<double> step = difference(y, x);
    remember(step, y);
    const double far = farthest * product(step, step);
    std::vector<double> mixed = y;
    std::vector<double> left = step;
    for (std::size_t i = steps_.size(); i-- > 0;) {
        std::vector<double> direction = steps_[i];
        std::vector<double> along = ys_[i];
        const double whole = product(direction, direction);
        for (std::size_t j = steps_.size(); j-- > i + 1;) {
            const double norm = product(steps_[j], steps_[j]);
            const double share = norm > 0.0 ? product(direction, steps_[j]) / norm : 0.0;
            for (std::size_t k = 0; k < y.size(); ++k) {
                direction[k] -= share * steps_[j][k];
                along[k] -= share * ys_[j][k];
            }
        }
        const double norm = product(direction, direction);
        if (!(norm > independent * whole)) {
            continue;
        }
        const double share = product(left, direction) / norm;
        for (std::size_t k = 0; k < y.size(); ++k) {
            left[k] -= share * direction[k];
            mixed[k] -= share * along[k];
        }
    }
    const std::vector<double> more = difference(mixed, y);
    x = product(more, more) <= far ? mixed : y;
}

}  // namespace headroom::queueing
