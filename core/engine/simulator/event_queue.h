#pragma once

#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

namespace headroom::engine::simulator {

struct Event {
    double timeMs = 0;  ///< >= 0
    std::uint32_t item = 0;
};

/// An event as one number, the smaller the earlier: the bits of its time, by which positive numbers are in
/// order; a count of events, by which those of the same moment stay in the order of their making (but once
/// in 2^31 events, where it begins again); its item. What stands for the first event of a lane has an odd
/// count and the lane as item.
__extension__ using EventKey = unsigned __int128;

/// Events each of which is later than the one before, in a ring that grows.
class EventLane {
  public:
    [[nodiscard]] bool empty() const { return count_ == 0; }
    [[nodiscard]] EventKey first() const { return ring_[first_]; }
    [[nodiscard]] EventKey last() const { return last_; }
    void append(EventKey event) {
        if (count_ == ring_.size()) {
            grow();
        }
        ring_[(first_ + count_) & (ring_.size() - 1)] = event;
        ++count_;
        last_ = event;
    }
    EventKey take() {
        const EventKey event = ring_[first_];
        first_ = (first_ + 1) & (ring_.size() - 1);
        --count_;
        return event;
    }

  private:
    void grow() {
        constexpr std::size_t few = 16;
        std::vector<EventKey> larger(ring_.empty() ? few : 2 * ring_.size());
        for (std::size_t i = 0; i < count_; ++i) {
            larger[i] = ring_[(first_ + i) & (ring_.size() - 1)];
        }
        ring_ = std::move(larger);
        first_ = 0;
    }

    std::vector<EventKey> ring_;  ///< a power of two
    std::size_t first_ = 0;
    std::size_t count_ = 0;
    EventKey last_ = 0;
};

/// What is to happen, earliest first: a 4-ary heap. What was taken leaves a hole at the top, which the next
/// event fills: most events make just one successor, and then one sift is enough for both.
///
/// Many events come after a delay that is always the same, as that of a network or a timeout is. Those of one
/// such delay are made in the order in which they happen, and wait in a lane: only the first of them is in
/// the heap. Whatever is earlier than the last of its lane goes into the heap itself, so that a lane is never
/// more than a guess.
class EventQueue {
  public:
    [[nodiscard]] bool empty() const { return count_ == (hole_ ? 1U : 0U); }
    void addLanes(std::size_t lanes) { lanes_.resize(lanes_.size() + lanes); }

    void push(double timeMs, std::uint32_t item) { insert(nextKey(timeMs, item)); }
    void push(double timeMs, std::uint32_t item, std::uint32_t lane) {
        EventLane& l = lanes_[lane];
        const EventKey event = nextKey(timeMs, item);
        if (l.empty()) {
            l.append(event);
            insert(inLaneOf(event, lane));
        } else if (event > l.last()) {
            l.append(event);
        } else {
            insert(event);
        }
    }
    /// There must be one.
    Event pop() {
        if (hole_) {
            siftDown(std::exchange(heap_[--count_], nothing));
        }
        EventKey top = heap_.front();
        hole_ = true;
        if ((top & laneMark) != 0) {
            top = takeFrom(static_cast<std::uint32_t>(top));
        }
        return {std::bit_cast<double>(static_cast<std::uint64_t>(top >> timeShift)),
                static_cast<std::uint32_t>(top)};
    }

  private:
    static constexpr std::size_t ways = 4;
    static constexpr unsigned timeShift = 64;
    static constexpr EventKey nothing = ~EventKey{0};
    static constexpr std::uint64_t laneMark = std::uint64_t{1} << 32U;

    EventKey nextKey(double timeMs, std::uint32_t item) {
        const std::uint64_t count = made_;
        made_ += 2 * laneMark;
        return (static_cast<EventKey>(std::bit_cast<std::uint64_t>(timeMs)) << timeShift) | count | item;
    }
    static EventKey inLaneOf(EventKey event, std::uint32_t lane) {
        constexpr EventKey itemBits = laneMark - 1;
        return (event & ~itemBits) | laneMark | lane;
    }

    EventKey takeFrom(std::uint32_t lane) {
        EventLane& l = lanes_[lane];
        const EventKey event = l.take();
        if (!l.empty()) {
            hole_ = false;
            siftDown(inLaneOf(l.first(), lane));
        }
        return event;
    }

    void insert(EventKey event) {
        if (hole_) {
            hole_ = false;
            siftDown(event);
        } else {
            if (count_ == heap_.size()) {
                heap_.resize(heap_.size() + (heap_.empty() ? 1 : ways), nothing);
            }
            ++count_;
            siftUp(event);
        }
    }

    void siftUp(EventKey event) {
        EventKey* heap = heap_.data();
        std::size_t at = count_ - 1;
        while (at > 0) {
            const std::size_t parent = (at - 1) / ways;
            if (heap[parent] < event) {
                break;
            }
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = event;
    }

    void siftDown(EventKey event) {
        EventKey* heap = heap_.data();
        std::size_t at = 0;
        for (std::size_t child = 1; child < count_; child = ways * at + 1) {
            const std::size_t least = leastOf(heap, child);
            if (event < heap[least]) {
                break;
            }
            heap[at] = heap[least];
            at = least;
        }
        heap[at] = event;
    }
    // Without a jump: which of them it is cannot be foreseen.
    static std::size_t leastOf(const EventKey* heap, std::size_t child) {
        const std::size_t a = child + (heap[child + 1] < heap[child] ? 1 : 0);
        const std::size_t b = child + 2 + (heap[child + 3] < heap[child + 2] ? 1 : 0);
        return heap[b] < heap[a] ? b : a;
    }

    std::vector<EventKey> heap_;  ///< always all children of a parent: `nothing` where there are no more
    std::size_t count_ = 0;       ///< with the hole
    std::vector<EventLane> lanes_;
    std::uint64_t made_ = 0;  ///< events, as a key counts them
    bool hole_ = false;
};

}  // namespace headroom::engine::simulator
