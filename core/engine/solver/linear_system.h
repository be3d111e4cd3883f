#pragma once

#include <cstddef>
#include <vector>

namespace headroom::engine::solver {

/// A small dense system of linear equations.
class LinearSystem {
  public:
    explicit LinearSystem(std::size_t size) : size_(size), cells_(size * size) {}

    double& at(std::size_t row, std::size_t column) { return cells_[row * size_ + column]; }
    [[nodiscard]] double at(std::size_t row, std::size_t column) const {
        return cells_[row * size_ + column];
    }

    /// Gauss with partial pivoting; uses up the system. Not finite where it is singular.
    std::vector<double> solve(std::vector<double> right);
    /// Whether its determinant is below 0, once it is solved.
    [[nodiscard]] bool isNegative() const { return negative_; }

  private:
    void eliminate(std::size_t column, std::vector<double>& right);

    std::size_t size_;
    bool negative_ = false;
    std::vector<double> cells_;
};

}  // namespace headroom::engine::solver
