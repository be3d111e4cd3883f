#pragma once

#include <cstddef>
#include <vector>

namespace headroom::engine::solver {

/// Calms rounds that swing to and fro: each number goes a share of its way only, half as far again whenever
/// it turns round without having come much nearer, farther again while it keeps its direction (adaptive
/// under-relaxation). Rounds that do not swing are left as they are.
class Damping {
  public:
    explicit Damping(std::size_t numbers) : parts_(numbers) {}

    /// Where number `i` goes from `before`, when its round says `after`. `relative`: it moves by factors, and
    /// both values are above 0.
    [[nodiscard]] double next(std::size_t i, double before, double after, bool relative);

  private:
    struct Part {
        double step = 0;   ///< last
        double share = 1;  ///< of the way, in (0, 1]
    };
    std::vector<Part> parts_;
};

}  // namespace headroom::engine::solver
