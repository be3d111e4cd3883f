#include "core/queueing/state_chain.h"

#include <cmath>

namespace headroom::queueing {

void StateChain::step(double length, const std::vector<double>& births, const std::vector<double>& deaths,
                      std::vector<double>& p) {
    const double ofStep = 1.0 - std::sqrt(0.5);
    const double part = ofStep * length;
    const std::size_t size = p.size();
    up_.resize(size);
    pivot_.resize(size);
    for (std::size_t n = 0; n < size; ++n) {
        up_[n] = n + 1 < size ? part * births[n] : 0.0;
        const double pass = n > 0 ? up_[n - 1] / pivot_[n - 1] : 0.0;
        pivot_[n] = 1.0 + up_[n] + part * deaths[n] * (1.0 - pass);
    }
    right_ = p;
    solve(part, deaths, right_);
    for (std::size_t n = 0; n < size; ++n) {
        p[n] += (1.0 - ofStep) / ofStep * (right_[n] - p[n]);
    }
    solve(part, deaths, p);
}

void StateChain::solve(double part, const std::vector<double>& deaths, std::vector<double>& right) const {
    for (std::size_t n = 1; n < right.size(); ++n) {
        right[n] += up_[n - 1] / pivot_[n - 1] * right[n - 1];
    }
    right.back() /= pivot_.back();
    for (std::size_t n = right.size() - 1; n > 0; --n) {
        right[n - 1] = (right[n - 1] + part * deaths[n] * right[n]) / pivot_[n - 1];
    }
}

}  // namespace headroom::queueing
