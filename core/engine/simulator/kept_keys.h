#pragma once

#include <memory>
#include <queue>

#include "core/engine/behavior.h"
#include "core/engine/simulator/content.h"

namespace headroom::engine::simulator {

/// One memory whose values are taken away when they are too old. Times in ms.
class KeptKeys {
  public:
    /// `random` must outlive it.
    KeptKeys(std::unique_ptr<Content> content, std::size_t keys, const CacheContent& rules,
             RandomStream& random);

    /// Whether the key is there; what was not is fetched and there from then on, as far as the policy goes.
    bool lookUp(std::uint32_t key, double nowMs);
    /// Leaves a new value behind.
    void write(std::uint32_t key, double nowMs);
    void remove(std::uint32_t key) { content_->remove(key); }
    /// A value of which `leftMs` of its life are left, at that time.
    void put(std::uint32_t key, double nowMs, double leftMs);
    /// A life, drawn.
    [[nodiscard]] double drawLife();

  private:
    void expire(double nowMs);
    void endAt(std::uint32_t key, double endMs);

    using End = std::pair<double, std::uint32_t>;
    std::unique_ptr<Content> content_;
    bool livesForever_;
    double lifeMs_;
    double jitterMs_;
    RandomStream& random_;
    std::vector<double> ends_;    ///< by key
    std::vector<double> queued_;  ///< by key: when the queue looks at it
    std::priority_queue<End, std::vector<End>, std::greater<>> queue_;
};

}  // namespace headroom::engine::simulator
