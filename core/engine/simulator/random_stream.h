#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

namespace headroom::engine::simulator {

/// What a stream of random numbers is for; each component has one of each.
enum class Purpose : std::uint8_t {
    arrivals,
    service,
    errors,
    routing,
    network,
    lookups,
    keys,
    backoff,
    clients,
    health,
    traces,
    links
};

/// A counter-based stream: the n-th number is a hash of key + n (SplitMix64; Steele, Lea, Flood 2014).
/// Streams of different keys have nothing to do with each other, so one more component does not reshuffle the
/// others.
class RandomStream {
  public:
    explicit RandomStream(std::uint64_t key) : state_(key) {}

    [[gnu::always_inline]] std::uint64_t next() {
        ++at_;
        return numberAt(state_ += step);
    }
    /// In (0, 1), never at an end: 2^52 values.
    [[gnu::always_inline]] double uniform() { return fraction(next()); }
    /// The logarithm of what uniform() would have been. Several are worked out at a time: what else is drawn
    /// meanwhile skips one of them.
    [[gnu::always_inline]] double logarithm() {
        if (at_ >= ahead) {
            lookAhead();
        }
        state_ += step;
        return logarithms_[at_++];
    }
    bool chance(double probability) { return uniform() < probability; }
    /// 0 .. count - 1; count >= 1.
    std::uint32_t below(std::uint32_t count) {
        return static_cast<std::uint32_t>(((next() >> 32) * count) >> 32);
    }

  private:
    static constexpr std::uint64_t step = 0x9e3779b97f4a7c15ULL;
    static constexpr std::size_t ahead = 16;

    [[gnu::always_inline]] static std::uint64_t numberAt(std::uint64_t z) {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    [[gnu::always_inline]] static double fraction(std::uint64_t number) {
        constexpr std::uint64_t one = 0x3ff0000000000000ULL;
        constexpr double halfStep = 0x1p-53;
        return std::bit_cast<double>(one | (number >> 12)) - (1 - halfStep);
    }
    void lookAhead();

    std::uint64_t state_;
    std::size_t at_ = ahead;  ///< of the logarithms: that of the next number
    std::array<double, ahead> logarithms_{};
};

/// The key of a stream: seed, replication, who it belongs to (by name) and what it is for.
std::uint64_t streamKey(std::uint64_t seed, std::uint64_t replication, std::string_view owner,
                        Purpose purpose);

}  // namespace headroom::engine::simulator
