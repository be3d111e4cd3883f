#include "core/engine/solver/linear_system.h"

#include <cmath>
#include <utility>

namespace headroom::engine::solver {

void LinearSystem::eliminate(std::size_t column, std::vector<double>& right) {
    std::size_t pivot = column;
    for (std::size_t row = column + 1; row < size_; ++row) {
        if (std::abs(at(row, column)) > std::abs(at(pivot, column))) {
            pivot = row;
        }
    }
    for (std::size_t k = 0; pivot != column && k < size_; ++k) {
        std::swap(at(pivot, k), at(column, k));
    }
    std::swap(right[pivot], right[column]);
    negative_ = negative_ != ((pivot != column) != (at(column, column) < 0));
    for (std::size_t row = column + 1; row < size_; ++row) {
        const double factor = at(row, column) / at(column, column);
        if (factor == 0) {
            continue;
        }
        for (std::size_t k = column; k < size_; ++k) {
            at(row, k) -= factor * at(column, k);
        }
        right[row] -= factor * right[column];
    }
}

std::vector<double> LinearSystem::solve(std::vector<double> right) {
    for (std::size_t column = 0; column < size_; ++column) {
        eliminate(column, right);
    }
    for (std::size_t row = size_; row-- > 0;) {
        for (std::size_t k = row + 1; k < size_; ++k) {
            right[row] -= at(row, k) * right[k];
        }
        right[row] /= at(row, row);
    }
    return right;
}

}  // namespace headroom::engine::solver
