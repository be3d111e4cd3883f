#pragma once

#include <vector>

#include "core/engine/solver/model.h"

namespace headroom::engine::simulator {

/// Records by number that come and go. Nothing is allocated once the most that were ever there at one time
/// have been. T has a member `next`, which the pool uses while the record is free. References do not outlive
/// take().
template <class T>
class Pool {
  public:
    [[gnu::always_inline]] solver::Index take() {
        ++used_;
        if (free_ == solver::none) {
            records_.emplace_back();
            return static_cast<solver::Index>(records_.size() - 1);
        }
        const solver::Index taken = free_;
        free_ = records_[taken].next;
        return taken;
    }
    void give(solver::Index index) {
        --used_;
        records_[index].next = free_;
        free_ = index;
    }
    T& operator[](solver::Index index) { return records_[index]; }
    const T& operator[](solver::Index index) const { return records_[index]; }
    [[nodiscard]] std::size_t used() const { return used_; }

  private:
    std::vector<T> records_;
    solver::Index free_ = solver::none;
    std::size_t used_ = 0;
};

}  // namespace headroom::engine::simulator
