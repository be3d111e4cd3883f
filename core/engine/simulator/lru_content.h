#pragma once

#include <cstdint>
#include <vector>

#include "core/engine/simulator/content.h"
#include "core/engine/solver/model.h"

namespace headroom::engine::simulator {

/// The least recently used key leaves when there is no room; or, where a use renews nothing, the one that
/// came first.
class LruContent final : public Content {
  public:
    explicit LruContent(std::vector<double> bytesOfKeys, double memoryBytes, bool renews = true);

    bool find(std::uint32_t key) override;
    void put(std::uint32_t key) override;
    void remove(std::uint32_t key) override;
    void resize(double memoryBytes) override;
    [[nodiscard]] bool holds(std::uint32_t key) const override { return newer_[key] != solver::none; }
    [[nodiscard]] bool isFull(std::uint32_t key) const { return used_ + bytes_[key] > memory_; }

  private:
    void link(std::uint32_t key);
    void unlink(std::uint32_t key);

    std::vector<double> bytes_;
    double memory_;
    bool renews_;
    double used_ = 0;
    std::vector<std::uint32_t> older_;  ///< the last place is the end of the ring
    std::vector<std::uint32_t> newer_;  ///< solver::none where the key is not there
};

}  // namespace headroom::engine::simulator
