#pragma once

#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "core/layout/geometry.h"

namespace headroom::layout {

/// Cards by place, so that what lies near is found without looking at all of them. A card is known by its
/// number in the table of components.
class BoxIndex {
  public:
    void clear();
    void insert(int box, const Rect& rect);
    void erase(int box);
    /// Where `box` lies; it must have been inserted.
    [[nodiscard]] const Rect& rect(int box) const { return rects_[static_cast<std::size_t>(box)]; }

    /// True if the axis-parallel segment comes nearer than `clearance` to a card.
    [[nodiscard]] bool blocked(const Point& a, const Point& b, double clearance) const;

    /// Cards that touch `area`, each once, in ascending order.
    [[nodiscard]] std::vector<int> inside(const Rect& area) const;

  private:
    static constexpr double cellSize = 256;
    /// Rows and columns of cells that a rectangle covers; places beyond ±10⁹ share the outermost cells.
    struct Cells {
        std::int64_t left, top, right, bottom;
    };
    static Cells cellsOf(const Rect& rect);
    static std::int64_t key(std::int64_t column, std::int64_t row) { return column * 0x100000007LL + row; }

    /// Calls `visit(box)` for cards in the cells of `area` until it answers true; boxes may come up
    /// repeatedly.
    template <class Visit>
    bool any(const Rect& area, Visit visit) const;

    std::vector<Rect> rects_;
    std::vector<int> all_;
    std::unordered_map<std::int64_t, std::vector<int>> cells_;
};

}  // namespace headroom::layout
