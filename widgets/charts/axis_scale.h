#pragma once

#include <vector>

namespace headroom::widgets {

/// Where a quantity lies on an axis. Charts get positions, not quantities, so that ticks and their words are
/// the program's own on either kind of scale.
class AxisScale {
  public:
    enum class Kind { linear, logarithmic };

    AxisScale() = default;
    AxisScale(Kind kind, double from, double to) : kind_(kind), from_(from), to_(to) {}

    /// Logarithmic where `to` is more than five times `from`; `from` above 0.
    static AxisScale fitting(double from, double to);

    [[nodiscard]] Kind kind() const { return kind_; }
    [[nodiscard]] double from() const { return from_; }
    [[nodiscard]] double to() const { return to_; }

    /// The position on the axis; a logarithm of nothing is that of the lower end.
    [[nodiscard]] double position(double value) const;

    /// Round values within the range, at most `most` where that leaves two: 1, 2 and 5 of each decade, whole
    /// decades, or steps of 1, 2 or 5.
    [[nodiscard]] std::vector<double> ticks(int most) const;

  private:
    Kind kind_ = Kind::linear;
    double from_ = 0;
    double to_ = 1;
};

}  // namespace headroom::widgets
