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
        Block& block = *blocks_[octave];
        const Block& more = *other.blocks_[octave];
        for (std::size_t bin = 0; bin < binsPerOctave; ++bin) {
            block[bin] += more[bin];
        }
    }
}

double Histogram::quantile(double share) const {
    return quantiles(std::array{share}).front();
}

double Histogram::quantileFrom(Place& place, double share) const {
    const double wanted = share * count();
    if (static_cast<double>(small_) >= wanted) {
        return 0;
    }
    for (; place.octave < blocks_.size(); ++place.octave, place.bin = 0) {
        if (blocks_[place.octave] == nullptr) {
            continue;
        }
        const Block& block = *blocks_[place.octave];
        for (; place.bin < binsPerOctave; ++place.bin) {
            const auto here = static_cast<double>(block[place.bin]);
            if (here > 0 && place.seen + here >= wanted) {
                const double within =
                    (static_cast<double>(place.bin) + (wanted - place.seen) / here) / binsPerOctave;
                return std::ldexp(1 + within, static_cast<int>(place.octave) - 20);
            }
            place.seen += here;
        }
    }
    return largest;
}

results::Latency Histogram::latency() const {
    if (count_ == 0) {
        return {};
    }
    const auto [p50, p90, p95, p99, p999] = quantiles(std::array{0.5, 0.9, 0.95, 0.99, 0.999});
    return {.mean = sum_ / count(), .p50 = p50, .p90 = p90, .p95 = p95, .p99 = p99, .p999 = p999};
}

}  // namespace headroom::engine::simulator
