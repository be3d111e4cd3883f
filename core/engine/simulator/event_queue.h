#pragma once

#include <cstdint>
#include <vector>

namespace headroom::engine::simulator {

struct Event {
    double timeMs = 0;
    std::uint32_t order = 0;  ///< by which events of the same moment stay in the order of their making
    std::uint32_t item = 0;
};

/// What is to happen, earliest first: a 4-ary heap. What was taken leaves a hole at the top, which the next
/// event fills: most events make just one successor, and then one sift is enough for both.
class EventQueue {
  public:
    [[nodiscard]] bool empty() const { return heap_.size() == (hole_ ? 1U : 0U); }

    void push(double timeMs, std::uint32_t item) {
        const Event event{timeMs, order_++, item};
        if (hole_) {
            hole_ = false;
            siftDown(event);
        } else {
            heap_.push_back(event);
            siftUp(event);
        }
    }
    /// There must be one.
    Event pop() {
        if (hole_) {
            const Event last = heap_.back();
            heap_.pop_back();
            siftDown(last);
        }
        hole_ = true;
        return heap_.front();
    }

  private:
    static constexpr std::size_t ways = 4;

    // Counts wrap around; no two events of one moment are made 2^31 events apart.
    static bool earlier(const Event& a, const Event& b) {
        return a.timeMs < b.timeMs ||
               (a.timeMs == b.timeMs && static_cast<std::int32_t>(a.order - b.order) < 0);
    }

    void siftUp(const Event& event) {
        std::size_t at = heap_.size() - 1;
        while (at > 0) {
            const std::size_t parent = (at - 1) / ways;
            if (!earlier(event, heap_[parent])) {
                break;
            }
            heap_[at] = heap_[parent];
            at = parent;
        }
        heap_[at] = event;
    }

    void siftDown(const Event& event) {
        const std::size_t size = heap_.size();
        std::size_t at = 0;
        for (std::size_t child = 1; child < size; child = ways * at + 1) {
            const std::size_t end = child + ways < size ? child + ways : size;
            std::size_t least = child;
            for (std::size_t other = child + 1; other < end; ++other) {
                least = earlier(heap_[other], heap_[least]) ? other : least;
            }
            if (!earlier(heap_[least], event)) {
                break;
            }
            heap_[at] = heap_[least];
            at = least;
        }
        heap_[at] = event;
    }

    std::vector<Event> heap_;
    std::uint32_t order_ = 0;
    bool hole_ = false;
};

}  // namespace headroom::engine::simulator
