#include "core/engine/simulator/histogram.h"

#include <cmath>

namespace headroom::engine::simulator {

void Histogram::addRare(double ms) {
    if (ms < smallest) {
        ++small_;
        return;
    }
    const auto bits = std::bit_cast<std::uint64_t>(ms < largest ? ms : largest);
    auto& block = blocks_[(bits >> 52) - firstExponent];
    if (block == nullptr) {
        block = std::make_unique<Block>();
    }
    ++(*block)[(bits >> (52 - binBits)) & (binsPerOctave - 1)];
}

void Histogram::add(const Histogram& other) {
    count_ += other.count_;
    small_ += other.small_;
    sum_ += other.sum_;
    for (std::size_t octave = 0; octave < blocks_.size(); ++octave) {
        if (other.blocks_[octave] == nullptr) {
            continue;
        }
        if (blocks_[octave] == nullptr) {
            blocks_[octave] = std::make_unique<Block>();
        }
        for (std::size_t bin = 0; bin < binsPerOctave; ++bin) {
            (*blocks_[octave])[bin] += (*other.blocks_[octave])[bin];
        }
    }
}

double Histogram::quantile(double share) const {
    const double wanted = share * count();
    auto seen = static_cast<double>(small_);
    if (seen >= wanted) {
        return 0;
    }
    double found = largest;
    for (std::size_t octave = 0; octave < blocks_.size(); ++octave) {
        for (std::size_t bin = 0; blocks_[octave] != nullptr && bin < binsPerOctave; ++bin) {
            const auto here = static_cast<double>((*blocks_[octave])[bin]);
            if (here > 0 && seen + here >= wanted) {
                const double within = (static_cast<double>(bin) + (wanted - seen) / here) / binsPerOctave;
                return std::ldexp(1 + within, static_cast<int>(octave) - 20);
            }
            seen += here;
        }
    }
    return found;
}

results::Latency Histogram::latency() const {
    if (count_ == 0) {
        return {};
    }
    return {.mean = sum_ / count(),
            .p50 = quantile(0.5),
            .p90 = quantile(0.9),
            .p95 = quantile(0.95),
            .p99 = quantile(0.99),
            .p999 = quantile(0.999)};
}

}  // namespace headroom::engine::simulator
