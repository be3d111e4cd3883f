#include "core/engine/simulator/lru_content.h"

namespace headroom::engine::simulator {

LruContent::LruContent(std::vector<double> bytesOfKeys, double memoryBytes, bool renews)
    : bytes_(std::move(bytesOfKeys)),
      memory_(memoryBytes),
      renews_(renews),
      older_(bytes_.size() + 1),
      newer_(bytes_.size() + 1, solver::none) {
    const auto end = static_cast<std::uint32_t>(bytes_.size());
    older_[end] = end;
    newer_[end] = end;
}

bool LruContent::find(std::uint32_t key) {
    const bool found = holds(key);
    if (found && renews_) {
        unlink(key);
        link(key);
    }
    return found;
}

void LruContent::put(std::uint32_t key) {
    const auto end = static_cast<std::uint32_t>(bytes_.size());
    if (holds(key) || bytes_[key] > memory_) {
        return;
    }
    while (isFull(key)) {
        unlink(newer_[end]);
    }
    link(key);
}

void LruContent::remove(std::uint32_t key) {
    if (newer_[key] != solver::none) {
        unlink(key);
    }
}

void LruContent::resize(double memoryBytes) {
    memory_ = memoryBytes;
    while (used_ > memory_) {
        unlink(newer_[bytes_.size()]);
    }
}

// The end of the ring stands behind the newest and before the oldest.
void LruContent::link(std::uint32_t key) {
    const auto end = static_cast<std::uint32_t>(bytes_.size());
    const std::uint32_t newest = older_[end];
    older_[key] = newest;
    newer_[newest] = key;
    newer_[key] = end;
    older_[end] = key;
    used_ += bytes_[key];
}

void LruContent::unlink(std::uint32_t key) {
    older_[newer_[key]] = older_[key];
    newer_[older_[key]] = newer_[key];
    newer_[key] = solver::none;
    used_ -= bytes_[key];
}

}  // namespace headroom::engine::simulator
