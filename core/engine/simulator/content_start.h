#pragma once

#include "core/engine/simulator/kept_keys.h"
#include "core/engine/simulator/plan.h"

namespace headroom::engine::simulator {

/// A key of what a visit asks for, by its popularity: its rank.
std::uint32_t drawKey(const VisitPlan& visit, RandomStream& random);
/// The same, or one that does not exist.
std::uint32_t askedKey(const VisitPlan& visit, RandomStream& random);

/// What a memory holds after a long time. LRU, LFU, FIFO, RANDOM and lives without a limit of room are drawn
/// as they are in the steady state under independent Poisson uses; others go on from there for a while.
class ContentStart {
  public:
    ContentStart(const Plan& plan, Index component, RandomStream& random);

    [[nodiscard]] KeptKeys memory();
    [[nodiscard]] KeptKeys emptyMemory();

  private:
    [[nodiscard]] std::vector<std::uint32_t> latest() const;
    [[nodiscard]] std::vector<std::uint32_t> mostUsed() const;
    [[nodiscard]] std::vector<std::uint32_t> byChance() const;
    [[nodiscard]] std::vector<std::uint32_t> inOrderOfEntry() const;
    [[nodiscard]] double expectedBytes(double time) const;
    [[nodiscard]] double presence(std::size_t key, double time) const;
    void replay(KeptKeys& memory, double from, double steps) const;

    const Plan& plan_;
    const solver::Component& component_;
    const CacheContent& rules_;
    const std::vector<double>& bytes_;
    RandomStream& random_;
    std::vector<double> touches_;        ///< by key, per second
    std::vector<double> invalidations_;  ///< by key, per second
};

}  // namespace headroom::engine::simulator
