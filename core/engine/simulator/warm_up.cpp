#include "core/engine/simulator/warm_up.h"

#include <algorithm>

namespace headroom::engine::simulator {

WarmUp::WarmUp() {
    batches_.reserve(most);
}

void WarmUp::add(double value, double nowMs) {
    sum_ += value;
    if (++count_ < batchSize_) {
        return;
    }
    batches_.push_back({sum_ / static_cast<double>(batchSize_), nowMs});
    sum_ = 0;
    count_ = 0;
    if (batches_.size() == most) {
        merge();
    }
}

void WarmUp::merge() {
    for (std::size_t i = 0; i < most / 2; ++i) {
        const Batch& second = batches_[2 * i + 1];
        batches_[i] = {(batches_[2 * i].mean + second.mean) / 2, second.endMs};
    }
    batches_.resize(most / 2);
    batchSize_ *= 2;
}

// Sums from the end: (sum of squares - sum^2 / k) / k^2 of the last k batches. The last few are no sample.
WarmUp::Cut WarmUp::cut() const {
    constexpr std::size_t fewest = 10;
    double sum = 0;
    double squares = 0;
    double least = 0;
    std::size_t best = batches_.size();
    for (std::size_t k = 1; k <= batches_.size(); ++k) {
        const double mean = batches_[batches_.size() - k].mean;
        const auto n = static_cast<double>(k);
        sum += mean;
        squares += mean * mean;
        const double error = std::max(0.0, squares - sum * sum / n) / (n * n);
        if (k >= fewest && (best == batches_.size() || error <= least)) {
            least = error;
            best = batches_.size() - k;
        }
    }
    if (best == batches_.size() || best == 0) {
        return {};
    }
    const bool settled = 2 * best <= batches_.size();
    return {.ms = settled ? batches_[best - 1].endMs : 0, .settled = settled};
}

}  // namespace headroom::engine::simulator
