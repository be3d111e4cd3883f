#pragma once

#include <memory>
#include <queue>

#include "core/engine/behavior.h"
#include "core/engine/simulator/content.h"

namespace headroom::engine::simulator {

/// One memory whose values are taken away when they are too old, or answered all the same. Times in ms.
class KeptKeys {
  public:
    /// `random` must outlive it.
    KeptKeys(std::unique_ptr<Content> content, std::size_t keys, const CacheContent& rules,
             RandomStream& random);

    enum class Found : std::uint8_t { no, fresh, old };
    /// Whether the key is there. What is not has to be filled in.
    Found lookUp(std::uint32_t key, double nowMs);
    /// What was fetched comes in, as far as the policy goes, unless it is there already and not too old.
    void fill(std::uint32_t key, double nowMs);
    /// Leaves a new value behind.
    void write(std::uint32_t key, double nowMs);
    void remove(std::uint32_t key) { content_->remove(key); }
    void resize(double memoryBytes) { content_->resize(memoryBytes); }
    /// A value of which `leftMs` of its life are left, at that time.
    void put(std::uint32_t key, double nowMs, double leftMs);
    /// What is there is too old from now on.
    void age(std::uint32_t key, double nowMs);
    /// A life, drawn.
    [[nodiscard]] double drawLife();

    /// Fetches of a key that are under way.
    [[nodiscard]] std::uint32_t fetches(std::uint32_t key) const { return fetches_[key]; }
    void beginFetch(std::uint32_t key) { ++fetches_[key]; }
    void endFetch(std::uint32_t key) { --fetches_[key]; }

  private:
    [[nodiscard]] bool isOld(std::uint32_t key, double nowMs) const;
    void expire(double nowMs);
    void endAt(std::uint32_t key, double endMs);

    using End = std::pair<double, std::uint32_t>;
    std::unique_ptr<Content> content_;
    bool livesForever_;
    bool servesStale_;
    double lifeMs_;
    double jitterMs_;
    RandomStream& random_;
    std::vector<double> ends_;    ///< by key
    std::vector<double> queued_;  ///< by key: when the queue looks at it
    std::vector<std::uint32_t> fetches_;
    std::priority_queue<End, std::vector<End>, std::greater<>> queue_;
};

}  // namespace headroom::engine::simulator
