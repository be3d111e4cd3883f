#include "core/layout/box_index.h"

#include <algorithm>

namespace headroom::layout {

namespace {

/// Beyond this many cells a look through all cards is quicker.
constexpr std::int64_t manyCells = 4096;

std::int64_t cellOf(double coordinate, double size) {
    constexpr double limit = 1e9;
    return static_cast<std::int64_t>(std::floor(std::clamp(coordinate, -limit, limit) / size));
}

}  // namespace

void BoxIndex::clear() {
    rects_.clear();
    all_.clear();
    cells_.clear();
}

BoxIndex::Cells BoxIndex::cellsOf(const Rect& rect) {
    return {cellOf(rect.x, cellSize), cellOf(rect.y, cellSize), cellOf(rect.x + rect.w, cellSize),
            cellOf(rect.y + rect.h, cellSize)};
}

void BoxIndex::insert(int box, const Rect& rect) {
    const auto place = static_cast<std::size_t>(box);
    if (rects_.size() <= place) {
        rects_.resize(place + 1);
    }
    rects_[place] = rect;
    all_.push_back(box);
    const Cells cells = cellsOf(rect);
    for (std::int64_t row = cells.top; row <= cells.bottom; ++row) {
        for (std::int64_t column = cells.left; column <= cells.right; ++column) {
            cells_[key(column, row)].push_back(box);
        }
    }
}

void BoxIndex::erase(int box) {
    const Cells cells = cellsOf(rect(box));
    for (std::int64_t row = cells.top; row <= cells.bottom; ++row) {
        for (std::int64_t column = cells.left; column <= cells.right; ++column) {
            std::erase(cells_[key(column, row)], box);
        }
    }
    std::erase(all_, box);
}

template <class Visit>
bool BoxIndex::any(const Rect& area, Visit visit) const {
    const Cells cells = cellsOf(area);
    if ((cells.right - cells.left + 1) * (cells.bottom - cells.top + 1) > manyCells) {
        return std::any_of(all_.begin(), all_.end(), visit);
    }
    for (std::int64_t row = cells.top; row <= cells.bottom; ++row) {
        for (std::int64_t column = cells.left; column <= cells.right; ++column) {
            const auto found = cells_.find(key(column, row));
            if (found != cells_.end() && std::any_of(found->second.begin(), found->second.end(), visit)) {
                return true;
            }
        }
    }
    return false;
}

bool BoxIndex::blocked(const Point& a, const Point& b, double clearance) const {
    const Rect area = grown(spanned(a, b), clearance);
    return any(area, [&](int box) {
        const Rect& card = rect(box);
        // Strictly: a line at exactly the clearance is fine.
        return area.x < card.x + card.w && card.x < area.x + area.w && area.y < card.y + card.h &&
               card.y < area.y + area.h;
    });
}

std::vector<int> BoxIndex::inside(const Rect& area) const {
    std::vector<int> found;
    any(area, [&](int box) {
        if (intersects(rect(box), area)) {
            found.push_back(box);
        }
        return false;
    });
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace headroom::layout
