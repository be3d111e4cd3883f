#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <memory>

#include "core/results/results.h"

namespace headroom::engine::simulator {

/// Times in ms, counted in bins whose width is 1/128 of their power of two: the middle of a bin is within 0.4
/// % of all that is in it. Below 2^-20 ms all is one bin of 0; above 2^43 ms all is that.
class Histogram {
  public:
    /// ms >= 0.
    [[gnu::always_inline]] void add(double ms) {
        ++count_;
        sum_ += ms;
        const auto bits = std::bit_cast<std::uint64_t>(ms);
        const std::uint64_t octave = (bits >> 52) - firstExponent;  // of what is smaller, a huge number
        if (octave < octaves - 1 && blocks_[octave] != nullptr) {
            ++(*blocks_[octave])[(bits >> (52 - binBits)) & (binsPerOctave - 1)];
        } else {
            addRare(ms);
        }
    }
    void add(const Histogram& other);

    [[nodiscard]] double count() const { return static_cast<double>(count_); }
    [[nodiscard]] double sum() const { return sum_; }
    /// The value below which that share of all lies; there must be some.
    [[nodiscard]] double quantile(double share) const;
    /// The same of several shares, the smallest first.
    template <std::size_t Count>
    [[nodiscard]] std::array<double, Count> quantiles(const std::array<double, Count>& shares) const {
        std::array<double, Count> found;
        Place place{.seen = static_cast<double>(small_)};
        for (std::size_t i = 0; i < Count; ++i) {
            found[i] = quantileFrom(place, shares[i]);
        }
        return found;
    }
    /// Mean and percentiles; nothing where nothing was counted.
    [[nodiscard]] results::Latency latency() const;

  private:
    static constexpr int binBits = 7;
    static constexpr std::uint64_t binsPerOctave = 1U << binBits;
    static constexpr std::uint64_t octaves = 64;
    static constexpr std::uint64_t firstExponent = 1023 - 20;
    static constexpr double smallest = 0x1p-20;
    static constexpr double largest = 0x1p43;
    using Block = std::array<std::uint32_t, binsPerOctave>;

    /// A bin, and how many lie before it.
    struct Place {
        std::size_t octave = 0;
        std::size_t bin = 0;
        double seen = 0;
    };

    /// What lies outside, or is the first of its octave.
    void addRare(double ms);
    /// Searches from there on, and leaves the bin where it is.
    double quantileFrom(Place& place, double share) const;

    std::uint64_t count_ = 0;
    std::uint64_t small_ = 0;
    double sum_ = 0;
    std::array<std::unique_ptr<Block>, octaves> blocks_;
};

}  // namespace headroom::engine::simulator
