#pragma once

#include <vector>

#include "core/engine/solver/conditions.h"

namespace headroom::engine::simulator {

using solver::Index;

/// How many times its rate a source sends, over time: the load curve of the scenario and the spikes that go
/// on.
class LoadCurve {
  public:
    LoadCurve() = default;  ///< always once
    LoadCurve(const model::Design& design, Index source);

    [[nodiscard]] double most() const { return most_; }
    [[nodiscard]] bool isLevel() const { return pieces_.empty(); }
    [[nodiscard]] double at(double ms) const;
    /// The first moment from `ms` on at which it is at least `factor`; infinite: never.
    [[nodiscard]] double reaches(double ms, double factor) const;
    /// When as much has been sent since `ms` as in `amount` ms at once the rate; infinite: never.
    [[nodiscard]] double after(double ms, double amount) const;

  private:
    /// From a moment on, linear up to the next piece's beginning.
    struct Piece {
        double fromMs = 0;
        double factor = 1;
        double slope = 0;  ///< per ms
    };
    std::vector<Piece> pieces_;
    double most_ = 1;
};

}  // namespace headroom::engine::simulator
