// The values of some slots of transform code at the points of one list. Internal to the folder.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "core/queueing/complex_block.h"
#include "core/queueing/transform_code.h"

namespace headroom::queueing {

// Takes memory for what has been evaluated only, and none of it moves: of long code, most windows of time see
// little.
class SlotValues {
  public:
    explicit SlotValues(std::size_t blocks) : blocks_(blocks) {}

    std::size_t blocks() const { return blocks_; }
    bool has(Slot slot) const { return slot < places_.size() && places_[slot] != nullptr; }
    // Only of slots that have been added.
    const ComplexBlock* of(Slot slot) const { return places_[slot]; }
    ComplexBlock* at(Slot slot) const { return places_[slot]; }
    std::span<const ComplexBlock> all(Slot slot) const { return {places_[slot], blocks_}; }

    // Room for the values of a slot that has none, without any yet. `slots`: how many there are by now.
    void add(Slot slot, std::size_t slots) {
        if (places_.size() < slots) {
            places_.resize(slots);
        }
        if (free_.size() < blocks_) {
            const std::size_t size = blocks_ * std::clamp<std::size_t>(added_, kLeastSlots, kMostSlots);
            chunks_.push_back(std::make_unique_for_overwrite<ComplexBlock[]>(size));
            free_ = {chunks_.back().get(), size};
        }
        places_[slot] = free_.data();
        free_ = free_.subspan(blocks_);
        ++added_;
    }

    std::size_t bytesOfOne() const { return blocks_ * sizeof(ComplexBlock); }

  private:
    static constexpr std::size_t kLeastSlots = 8;  // in a chunk
    static constexpr std::size_t kMostSlots = 128;

    std::size_t blocks_;
    std::size_t added_ = 0;
    std::vector<ComplexBlock*> places_;  // by slot; none: not evaluated
    std::vector<std::unique_ptr<ComplexBlock[]>> chunks_;
    std::span<ComplexBlock> free_;  // of the last of them
};

}  // namespace headroom::queueing
