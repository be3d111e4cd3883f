#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/engine/simulator/random_stream.h"
#include "core/queueing/shared_cache.h"

namespace headroom::engine::simulator {

/// What a memory holds, key by key. Keys are numbers below the count that it was made for.
class Content {
  public:
    virtual ~Content() = default;
    /// Whether the key is there. Counts as a use of it, which the policy may remember.
    virtual bool find(std::uint32_t key) = 0;
    /// The value of a key that was asked for comes in, if it fits at all and the policy lets it in.
    virtual void put(std::uint32_t key) = 0;
    [[nodiscard]] virtual bool holds(std::uint32_t key) const = 0;
    virtual void remove(std::uint32_t key) = 0;
    /// There is so much room from now on; what no longer fits leaves, as the policy has it.
    virtual void resize(double memoryBytes) = 0;

  protected:
    Content() = default;
    Content(const Content&) = default;
    Content& operator=(const Content&) = default;
};

/// An empty memory; `random` must outlive it. `usesSoFar` counts for those that look at how often a key was
/// used.
std::unique_ptr<Content> contentOf(queueing::Eviction eviction, const std::vector<double>& bytesOfKeys,
                                   double memoryBytes, const std::vector<double>& usesSoFar,
                                   RandomStream& random);

}  // namespace headroom::engine::simulator
