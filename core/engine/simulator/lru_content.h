#pragma once

#include <cstdint>
#include <vector>

#include "core/engine/solver/model.h"

namespace headroom::engine::simulator {

/// What a cache holds, key by key: the least recently used one leaves when there is no room. Keys are numbers
/// below the count that it was made for.
class LruContent {
  public:
    LruContent(std::vector<double> bytesOfKeys, double memoryBytes);

    /// Whether the key was there; it is afterwards, as the latest, if it fits at all.
    bool use(std::uint32_t key);
    void remove(std::uint32_t key);
    [[nodiscard]] bool isFull(std::uint32_t key) const { return used_ + bytes_[key] > memory_; }

  private:
    void link(std::uint32_t key);
    void unlink(std::uint32_t key);

    std::vector<double> bytes_;
    double memory_;
    double used_ = 0;
    std::vector<std::uint32_t> older_;  ///< the last place is the end of the ring
    std::vector<std::uint32_t> newer_;  ///< solver::none where the key is not there
};

}  // namespace headroom::engine::simulator
