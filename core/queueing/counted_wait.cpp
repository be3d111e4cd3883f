#include "core/queueing/counted_wait.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace headroom::queueing {

namespace {

// So many completions are one: what lies between two multiples of that is shared between them, so that the
// mean stays.
std::vector<double> grouped(const std::vector<double>& weights, std::size_t size) {
    std::vector<double> groups(weights.size() / size + 2);
    for (std::size_t j = 0; j < weights.size(); ++j) {
        const std::size_t count = j + 1;
        const double above = static_cast<double>(count % size) / static_cast<double>(size);
        const std::size_t group = count / size;
        groups[group] += (1.0 - above) * weights[j];
        groups[group + 1] += above * weights[j];
    }
    groups[1] += groups[0];  // nobody waits for none
    groups.erase(groups.begin());
    return groups;
}

}  // namespace

CountedWait::CountedWait(std::vector<double> weights, double completion, double phases)
    : weights_(std::move(weights)), completion_(completion), phases_(phases) {
    constexpr double negligible = 1e-14;
    double total = std::accumulate(weights_.begin(), weights_.end(), 0.0);
    while (weights_.size() > 1 && weights_.back() <= negligible * total) {
        total -= weights_.back();
        weights_.pop_back();
    }
    if (weights_.size() > mostCounts) {
        const std::size_t size = (weights_.size() + mostCounts - 1) / mostCounts;
        weights_ = grouped(weights_, size);
        completion_ *= static_cast<double>(size);
        phases_ *= static_cast<double>(size);
    }
    double second = 0.0;
    for (std::size_t j = 0; j < weights_.size(); ++j) {
        const auto count = static_cast<double>(j + 1);
        weights_[j] /= total;
        mean_ += weights_[j] * count;
        second += weights_[j] * count * (count + 1.0 / phases_);
    }
    variance_ = std::max(second - mean_ * mean_, 0.0) * completion_ * completion_;
    mean_ *= completion_;
}

double CountedWait::longest() const {
    return completion_ * static_cast<double>(weights_.size());
}

double CountedWait::mostPhases() const {
    return phases_ * static_cast<double>(weights_.size());
}

CountedWait CountedWait::stretched(double factor, double scv) const {
    return {weights_, completion_ * factor, phases_ / std::max(scv, 1e-3)};
}

std::complex<double> CountedWait::transform(std::complex<double> s) const {
    const std::complex<double> once = 1.0 + s * (completion_ / phases_);
    const std::complex<double> z = phases_ == 1.0 ? 1.0 / once : std::exp(-phases_ * std::log(once));
    std::complex<double> sum = 0.0;
    for (auto weight = weights_.rbegin(); weight != weights_.rend(); ++weight) {
        sum = sum * z + *weight;
    }
    return sum * z;
}

}  // namespace headroom::queueing
